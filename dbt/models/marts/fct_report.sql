with reports as (

    select * from {{ ref('int_current_report') }}

),

documents as (

    select * from {{ ref('stg_document') }}

)

select
    reports.bureau_code,
    reports.report_year,
    documents.agency_name,
    documents.title,
    reports.year_source,
    documents.form_edition,
    documents.proactive_edition,
    documents.applications_edition,
    documents.verdict,
    reports.source_url,
    reports.found_on_url,
    reports.published_on,
    reports.first_published_on,
    reports.first_observed_at,
    reports.observed_from_at,
    reports.location_count,
    reports.document_count,
    reports.version_count,
    reports.is_present,
    reports.unsettled_from_at,
    reports.capture_id,
    documents.media_type,
    documents.reader,
    reports.sha256,
    reports.parser_version
from reports
inner join documents on reports.sha256 = documents.sha256
order by reports.bureau_code, reports.report_year
