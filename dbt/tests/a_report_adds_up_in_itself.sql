{{ config(severity = 'warn') }}

select
    bureau_code,
    report_year,
    check_code,
    line_code,
    column_code
from {{ ref('fct_check') }}
where status = 'fail'
