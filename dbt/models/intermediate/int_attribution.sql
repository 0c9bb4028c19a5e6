with visits as (

    -- all that one visit to a bureau sees counts as seen at its end: an article and its attachment are no revision
    select
        *,
        max(observed_at) over (partition by bureau_code, run_id) as visited_at
    from {{ ref('stg_observation') }}

),

observations as (

    select
        *,
        lead(visited_at) over (
            partition by bureau_code, url order by visited_at, observed_at, run_id, sha256
        ) as visited_until_at
    from visits

),

documents as (

    -- what is uncertain or unreadable stays in staging: no mart sees it
    select * from {{ ref('stg_document') }}
    where verdict in ('verified', 'source_inconsistent') and report_year is not null

),

names as (

    select * from {{ ref('stg_bureau_name') }}

),

bureau_by_name as (

    select
        name_zh as agency_name,
        min(bureau_code) as bureau_code
    from names
    group by name_zh
    having count(distinct bureau_code) = 1

),

seen as (

    select
        observations.*,
        documents.parser_version,
        documents.report_year,
        documents.agency_name,
        observations.bureau_code is not null and (
            documents.agency_name is null
            or exists (
                select 1 from names
                where names.bureau_code = observations.bureau_code and ends_with(names.name_zh, documents.agency_name)
            )
        ) as is_own_portal
    from observations
    inner join documents on observations.sha256 = documents.sha256

),

attributed as (

    select
        seen.sha256,
        seen.parser_version,
        seen.report_year,
        seen.url,
        seen.found_on_url,
        seen.capture_id,
        seen.observed_at,
        seen.visited_at,
        seen.visited_until_at,
        seen.is_present,
        seen.published_on,
        seen.is_own_portal,
        case
            when seen.is_own_portal then seen.bureau_code
            when bureau_by_name.bureau_code is not null then bureau_by_name.bureau_code
            when seen.bureau_code is null then 'unregistered-' || left(md5(seen.agency_name), 8)
        end as bureau_code
    from seen
    left join bureau_by_name on seen.agency_name = bureau_by_name.agency_name

)

select * from attributed
where bureau_code is not null
