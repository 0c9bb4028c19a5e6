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

bureau_by_name as (

    select
        name_zh as agency_name,
        min(bureau_code) as bureau_code
    from {{ ref('stg_bureau_name') }}
    group by name_zh
    having count(distinct bureau_code) = 1

),

attributed as (

    select
        periods.sha256,
        periods.parser_version,
        periods.report_year,
        periods.year_source,
        periods.url,
        periods.found_on_url,
        periods.observation_kind,
        periods.capture_id,
        periods.observed_at,
        periods.visited_at,
        case when periods.is_present then periods.next_visited_at else periods.visited_at end as visited_until_at,
        periods.published_on,
        periods.is_own_portal,
        case
            when periods.is_own_portal then periods.bureau_code
            when bureau_by_name.bureau_code is not null then bureau_by_name.bureau_code
            when periods.bureau_code is null then 'unregistered-' || left(md5(periods.agency_name), 8)
        end as bureau_code
    from periods
    left join bureau_by_name on periods.agency_name = bureau_by_name.agency_name
    where periods.is_settled

)

select * from attributed
where bureau_code is not null
