select
    bureau_code,
    report_year,
    metric_code,
    peer_scope
from {{ ref('peer_benchmark') }}
where
    missing_count < 0
    or (place is not null) <> (bureau_count >= 3 and not is_doubtful)
    or (median is not null) <> (bureau_count >= 3)
    or place not between 1 and bureau_count
    or percentile not between 0 and 100
    or (not is_doubtful and value not between minimum and maximum)
