with places as (

    select
        bureau_code,
        report_year,
        sha256,
        parser_version,
        url,
        found_on_url,
        min(published_on) over document as published_on,
        min(first_seen_at) over document as observed_from_at,
        min(first_seen_at) over report as first_observed_at,
        count(distinct url) over report as location_count,
        count(distinct sha256) over report as document_count,
        row_number() over (
            partition by bureau_code, report_year
            order by is_own_portal desc, first_seen_at desc, sha256 asc, url asc
        ) as choice
    from {{ ref('int_attribution') }}
    window
        report as (partition by bureau_code, report_year),
        document as (partition by bureau_code, report_year, sha256)

)

select
    bureau_code,
    report_year,
    sha256,
    parser_version,
    url as source_url,
    found_on_url,
    published_on,
    observed_from_at,
    first_observed_at,
    location_count,
    document_count
from places
where choice = 1
