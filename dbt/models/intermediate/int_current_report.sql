with versions as (

    select * from {{ ref('int_report_version') }}

),

places as (

    select
        bureau_code,
        report_year,
        min(observed_at) as first_observed_at,
        -- a day before the last month of the year that a report is about is not the day of its publication
        min(published_on) filter (where published_on >= make_date(report_year, 12, 1)) as first_published_on,
        count(distinct url) as location_count,
        count(distinct sha256) as document_count
    from {{ ref('int_attribution') }}
    group by bureau_code, report_year

),

publications as (

    select
        bureau_code,
        report_year,
        sha256,
        min(year_source) as year_source,
        min(published_on) as published_on,
        min(observed_at) as observed_from_at
    from {{ ref('int_attribution') }}
    group by bureau_code, report_year, sha256

),

unsettled as (

    -- addresses whose last document is one that nobody can settle
    select
        url,
        max(visited_at) as unsettled_from_at
    from {{ ref('int_observation') }}
    group by url
    having arg_max(is_present and not is_settled, (visited_at, observed_at))

)

select
    versions.bureau_code,
    versions.report_year,
    versions.sha256,
    versions.parser_version,
    versions.source_url,
    versions.found_on_url,
    versions.capture_id,
    versions.is_present,
    versions.version_number as version_count,
    publications.year_source,
    publications.published_on,
    places.first_published_on,
    publications.observed_from_at,
    places.first_observed_at,
    places.location_count,
    places.document_count,
    case when versions.is_present then unsettled.unsettled_from_at end as unsettled_from_at
from versions
inner join places on versions.bureau_code = places.bureau_code and versions.report_year = places.report_year
inner join publications
    on
        versions.bureau_code = publications.bureau_code
        and versions.report_year = publications.report_year
        and versions.sha256 = publications.sha256
left join unsettled on versions.source_url = unsettled.url
where versions.observed_to_at is null
