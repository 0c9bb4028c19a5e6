{{ config(severity = 'warn') }}

select
    compared.bureau_code,
    compared.report_year,
    compared.metric_code,
    compared.value
from {{ ref('yoy_metric') }} as compared
inner join {{ ref('dim_metric') }} as metrics on compared.metric_code = metrics.metric_code
where metrics.kind = 'count' and (compared.value < 0 or compared.value <> floor(compared.value))
