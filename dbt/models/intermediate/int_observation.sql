with observations as (

    select * from {{ ref('stg_observation') }}
    -- what only repeats the observation before it (runs may be loaded out of order)
    qualify
        lag((sha256, is_present)) over (
            partition by bureau_code, url order by observed_at, run_id, capture_id, sha256
        ) is distinct from (sha256, is_present)

),

documents as (

    select * from {{ ref('stg_document') }}

),

names as (

    select * from {{ ref('stg_bureau_name') }}

),

gaps as (

    select
        *,
        coalesce(
            observed_at - lag(observed_at) over (partition by bureau_code, run_id order by observed_at)
            > interval 12 hours,
            false
        ) as is_new_visit
    from observations

),

numbered as (

    select
        *,
        count(*) filter (where is_new_visit)
            over (partition by bureau_code, run_id order by observed_at)
            as visit_number
    from gaps

),

visits as (

    -- all that one visit to a bureau sees counts as seen at its end: an article and its file are no revision
    select
        *,
        max(observed_at) over (partition by bureau_code, run_id, visit_number) as visited_at
    from numbered

)

select
    visits.run_id,
    visits.bureau_code,
    visits.url,
    visits.sha256,
    visits.capture_id,
    visits.observed_at,
    visits.visited_at,
    visits.is_present,
    visits.observation_kind,
    visits.list_title,
    visits.published_on,
    visits.found_on_url,
    documents.parser_version,
    documents.agency_name,
    -- the year that the document says itself, else the one that its list names
    coalesce(documents.report_year, {{ listed_year('visits.list_title') }}) as report_year,
    case
        when documents.report_year is not null then documents.year_source
        when {{ listed_year('visits.list_title') }} is not null then 'list_title'
    end as year_source,
    documents.verdict,
    coalesce(
        documents.verdict in ('verified', 'source_inconsistent')
        and coalesce(documents.report_year, {{ listed_year('visits.list_title') }}) is not null,
        false
    ) as is_settled,
    visits.bureau_code is not null and (
        documents.agency_name is null
        or exists (
            select 1 from names
            where names.bureau_code = visits.bureau_code and ends_with(names.name_zh, documents.agency_name)
        )
    ) as is_own_portal
from visits
left join documents on visits.sha256 = documents.sha256
