{{ config(severity = 'warn') }}

select
    bureau_code,
    report_year,
    claim_number,
    stated_value,
    computed_value
from {{ ref('claim_check') }}
where result = 'contradicted'
