-- The metrics that bureaus are placed by, rates first.
select metric_code, name_zh, name_en, definition_zh, definition_en, unit, is_rate, higher_is, caveats_zh, caveats_en
from dim_metric
where is_benchmarked
order by is_rate desc, metric_code
