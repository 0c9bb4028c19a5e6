with versions as (

    select * from {{ ref('int_report_version') }}

),

documents as (

    select * from {{ ref('stg_document') }}

)

select
    versions.bureau_code,
    versions.report_year,
    versions.version_number,
    versions.observed_from_at,
    versions.observed_to_at,
    versions.is_present,
    versions.change_class,
    documents.agency_name,
    documents.title,
    documents.form_edition,
    documents.proactive_edition,
    documents.applications_edition,
    documents.verdict,
    versions.source_url,
    versions.sha256,
    versions.parser_version
from versions
inner join documents on versions.sha256 = documents.sha256
order by versions.bureau_code, versions.report_year, versions.version_number
