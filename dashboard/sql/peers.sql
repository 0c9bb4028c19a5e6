-- One row a bureau of a peer group with a value of a metric and year, the highest value first; values in doubt have no place.
select
    p.place,
    p.bureau_code,
    b.name_zh,
    b.name_en,
    p.report_year,
    p.metric_code,
    p.peer_group_code,
    p.value,
    p.is_doubtful,
    p.tie_count,
    p.percentile,
    p.bureau_count,
    p.member_count,
    p.missing_count,
    p.doubtful_count,
    p.minimum,
    p.lower_quartile,
    p.median,
    p.upper_quartile,
    p.maximum,
    coalesce(r.is_invented, false) as is_invented
from peer_benchmark as p
join dim_bureau as b using (bureau_code)
left join fct_report as r using (bureau_code, report_year)
where p.metric_code = $metric and p.report_year = $year and p.peer_group_code = $group
order by p.place nulls last, p.value desc, p.bureau_code
limit $size
offset $skipped
