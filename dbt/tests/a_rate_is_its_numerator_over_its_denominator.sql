select
    compared.bureau_code,
    compared.report_year,
    compared.metric_code
from {{ ref('yoy_metric') }} as compared
inner join {{ ref('dim_metric') }} as metrics on compared.metric_code = metrics.metric_code
where
    metrics.per is not null
    and compared.value is distinct from {{ rate('compared.numerator', 'compared.denominator', 'metrics.per') }}
