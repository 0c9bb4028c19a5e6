{{ config(severity = 'warn') }}

select
    bureau_code,
    report_year,
    line_code,
    computed_stock,
    stock
from {{ ref('stock_flow_check') }}
where state = 'broken'
