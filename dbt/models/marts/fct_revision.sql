with versions as (

    select * from {{ ref('int_report_version') }}
    where change_class = 'numbers'

),

documents as (

    select * from {{ ref('stg_document') }}

),

figures as (

    select
        figures.sha256,
        figures.section_code,
        figures.line_code,
        figures.column_code,
        figures.value,
        figures.raw_text,
        figures.state
    from {{ ref('stg_figure') }} as figures
    inner join documents on figures.sha256 = documents.sha256 and figures.parser_version = documents.parser_version
    where
        figures.sha256 in (select versions.sha256 from versions)
        or figures.sha256 in (select versions.sha256_before from versions)

),

cells as (

    select
        versions.bureau_code,
        versions.report_year,
        versions.version_number,
        versions.sha256,
        versions.sha256_before,
        versions.observed_from_at,
        figures.section_code,
        figures.line_code,
        figures.column_code,
        max(figures.value) filter (where figures.sha256 = versions.sha256_before) as value_before,
        max(figures.value) filter (where figures.sha256 = versions.sha256) as value,
        max(figures.raw_text) filter (where figures.sha256 = versions.sha256_before) as raw_text_before,
        max(figures.raw_text) filter (where figures.sha256 = versions.sha256) as raw_text,
        max(figures.state) filter (where figures.sha256 = versions.sha256_before) as state_before,
        max(figures.state) filter (where figures.sha256 = versions.sha256) as state
    from versions
    inner join figures on figures.sha256 in (versions.sha256, versions.sha256_before)
    group by all

)

select
    bureau_code,
    report_year,
    version_number,
    section_code,
    line_code,
    column_code,
    value_before,
    value,
    raw_text_before,
    raw_text,
    state_before,
    state,
    observed_from_at,
    sha256_before,
    sha256
from cells
where value is distinct from value_before or state is distinct from state_before
order by bureau_code, report_year, version_number, section_code, line_code, column_code
