with observations as (

    select * from {{ ref('int_observation') }}
    -- a document whose reading is not settled says neither that there is a report nor that the one before has gone
    where is_settled or not is_present

),

periods as (

    select
        *,
        lead(visited_at) over (
            partition by bureau_code, url order by visited_at, observed_at, run_id, sha256
        ) as next_visited_at
    from observations

),

names as (

    select * from {{ ref('int_agency_name') }}

),

conflicts as (

    select * from {{ ref('int_name_conflict') }}

),

-- a name that may be anybody's is nobody's, even if the registry has it only once
bureau_by_name as (

    select
        bureau_names.name_zh as agency_name,
        min(bureau_names.bureau_code) as bureau_code
    from {{ ref('stg_bureau_name') }} as bureau_names
    inner join names on bureau_names.name_zh = names.agency_name
    where names.places_named = 'one'
    group by bureau_names.name_zh
    having count(distinct bureau_names.bureau_code) = 1

),

attributed as (

    select
        periods.*,
        bureau_by_name.bureau_code as named_bureau_code,
        -- of two regions of one name, a report of a year in which both were there may be either's
        coalesce(periods.report_year <= names.shared_until_year, false) as is_shared,
        case
            when periods.is_own_portal then 'own_portal'
            when bureau_by_name.bureau_code is not null and not is_shared then 'registered_name'
            when periods.bureau_code is not null or periods.agency_name is null then null
            when names.places_named = 'one' and not is_shared and conflicts.agency_name is null then 'place_name'
            else 'document'
        end as attribution
    from periods
    left join bureau_by_name on periods.agency_name = bureau_by_name.agency_name
    left join names on periods.agency_name = names.agency_name
    left join conflicts on periods.agency_name = conflicts.agency_name
    where periods.is_settled

)

select
    sha256,
    parser_version,
    report_year,
    year_source,
    url,
    found_on_url,
    observation_kind,
    capture_id,
    observed_at,
    visited_at,
    case
        -- files of one name may come from two folders: one does not take the other's place
        when observation_kind = 'import' then null
        when is_present then next_visited_at
        else visited_at
    end as visited_until_at,
    published_on,
    is_own_portal,
    attribution,
    case attribution
        when 'own_portal' then bureau_code
        when 'registered_name' then named_bureau_code
        when 'place_name' then 'unregistered-' || left(md5(agency_name), 8)
        when 'document' then 'unattributed-' || left(sha256, 12)
    end as bureau_code
from attributed
where attribution is not null
