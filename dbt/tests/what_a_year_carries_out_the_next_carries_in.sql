{{ config(severity = 'warn') }}

select
    bureau_code,
    report_year,
    carried_out,
    carried_in
from {{ ref('carry_over_check') }}
where state = 'broken'
