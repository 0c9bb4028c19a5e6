select
    bureau_code,
    report_year,
    metric_code,
    comparability
from {{ ref('yoy_metric') }}
where
    (change is null) = (comparability in ('comparable', 'base_zero'))
    or (change is null and (change_pct is not null or change_points is not null))
