select
    bureau_code,
    report_year,
    metric_code
from {{ ref('yoy_metric') }}
where
    (value is null) <> (missing_reason is not null)
    or (value is null) <> (value_basis is null)
    or (value is null) <> (comparability = 'blank')
    or (prior_value is null) <> (prior_basis is null)
    or (value is null and prior_value is not null)
