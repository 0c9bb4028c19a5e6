-- Not sorted: a report's rows lie side by side as they were loaded; sorting 40 million costs as much as making them.
with reports as (

    select * from {{ ref('int_current_report') }}

),

figures as (

    select * from {{ ref('stg_figure') }}

)

select
    reports.bureau_code,
    reports.report_year,
    figures.section_code,
    figures.line_code,
    figures.column_code,
    {{ is_total('figures.line_code', 'figures.column_code') }} as is_total,
    figures.value,
    figures.raw_text,
    figures.state,
    figures.proof,
    figures.proposed_value,
    figures.printed_unit,
    figures.page,
    figures.table_number,
    figures.row_number,
    figures.cell_number,
    figures.line_number,
    figures.sha256
from reports
inner join figures on reports.sha256 = figures.sha256 and reports.parser_version = figures.parser_version
