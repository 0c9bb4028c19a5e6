-- One row a metric, rates first, as they are what bureaus are judged by.
select *
from dim_metric
order by
    case kind when 'rate' then 1 when 'count' then 2 when 'amount' then 3 else 4 end,
    form_cell is null and formula is null,
    metric_code
