-- Every whole that a sentence of one report states with its parts, in reading order.
select
    s.*,
    m.name_zh,
    m.name_en
from claim_sum as s
inner join dim_metric as m using (metric_code)
where s.bureau_code = $bureau_code and s.report_year = $report_year
order by s.claim_sum_number
