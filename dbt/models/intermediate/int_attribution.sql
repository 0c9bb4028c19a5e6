with sightings as (

    select * from {{ ref('stg_sighting') }}

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
        sightings.*,
        documents.parser_version,
        documents.report_year,
        documents.agency_name,
        sightings.bureau_code is not null and (
            documents.agency_name is null
            or exists (
                select 1 from names
                where names.bureau_code = sightings.bureau_code and ends_with(names.name_zh, documents.agency_name)
            )
        ) as is_own_portal
    from sightings
    inner join documents on sightings.sha256 = documents.sha256

),

attributed as (

    select
        seen.sha256,
        seen.parser_version,
        seen.report_year,
        seen.url,
        seen.found_on_url,
        seen.first_seen_at,
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
