with reports as (

    select * from {{ ref('int_current_report') }}

),

checks as (

    select * from {{ ref('stg_check') }}

)

select
    reports.bureau_code,
    reports.report_year,
    checks.check_code,
    checks.line_code,
    checks.column_code,
    checks.left_value,
    checks.right_value,
    checks.left_value - checks.right_value as difference,
    checks.status,
    checks.sha256
from reports
inner join checks on reports.sha256 = checks.sha256 and reports.parser_version = checks.parser_version
