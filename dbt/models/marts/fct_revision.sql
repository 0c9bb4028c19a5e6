with versions as (

    select * from {{ ref('int_report_version') }}
    where change_class = 'numbers'

),

figures as (

    select * from {{ ref('int_versioned_figure') }}

),

since as (

    select
        versions.bureau_code,
        versions.report_year,
        versions.version_number,
        figures.*
    from versions
    inner join figures on versions.sha256 = figures.sha256

),

before as (

    select
        versions.bureau_code,
        versions.report_year,
        versions.version_number,
        figures.*
    from versions
    inner join figures on versions.sha256_before = figures.sha256

),

cells as (

    select
        coalesce(since.bureau_code, before.bureau_code) as bureau_code,
        coalesce(since.report_year, before.report_year) as report_year,
        coalesce(since.version_number, before.version_number) as version_number,
        coalesce(since.section_code, before.section_code) as section_code,
        coalesce(since.line_code, before.line_code) as line_code,
        coalesce(since.column_code, before.column_code) as column_code,
        before.value as value_before,
        since.value,
        before.raw_text as raw_text_before,
        since.raw_text,
        before.state as state_before,
        since.state
    from since
    full outer join before
        on
            since.bureau_code = before.bureau_code
            and since.report_year = before.report_year
            and since.version_number = before.version_number
            and since.section_code = before.section_code
            and since.line_code = before.line_code
            and since.column_code = before.column_code
    where since.value is distinct from before.value or since.state is distinct from before.state

)

select
    cells.bureau_code,
    cells.report_year,
    cells.version_number,
    cells.section_code,
    cells.line_code,
    cells.column_code,
    cells.value_before,
    cells.value,
    cells.raw_text_before,
    cells.raw_text,
    cells.state_before,
    cells.state,
    versions.observed_from_at,
    versions.sha256_before,
    versions.sha256
from cells
inner join versions
    on
        cells.bureau_code = versions.bureau_code
        and cells.report_year = versions.report_year
        and cells.version_number = versions.version_number
order by
    cells.bureau_code,
    cells.report_year,
    cells.version_number,
    cells.section_code,
    cells.line_code,
    cells.column_code
