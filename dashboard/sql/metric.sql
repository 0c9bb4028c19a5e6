select metric_code, name_zh, name_en, unit, is_rate
from dim_metric
where metric_code = $metric_code
