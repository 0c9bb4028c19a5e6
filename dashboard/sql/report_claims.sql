-- Every number that the prose of one report states, in reading order, with what the tables give.
select
    c.*,
    m.name_zh,
    m.name_en,
    m.unit,
    d.name_zh as kind_name_zh,
    d.name_en as kind_name_en,
    i.name_zh as contained_name_zh,
    i.name_en as contained_name_en,
    k.computed_value,
    k.result
from fct_claim as c
inner join dim_metric as m using (metric_code)
inner join dim_claim_kind as d using (claim_kind)
left join dim_metric as i on i.metric_code = c.contains_metric_code
left join claim_check as k using (bureau_code, report_year, claim_number)
where c.bureau_code = $bureau_code and c.report_year = $report_year
order by c.claim_number
