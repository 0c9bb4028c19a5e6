-- One row a bureau of a peer group with a value of a metric and year, the highest value first; values in doubt have no place.
with listed as (
    select *
    from peer_benchmark
    where metric_code = $metric and report_year = $year and peer_group_code = $group
    order by place nulls last, value desc, bureau_code
    limit $size
    offset $skipped
)

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
from listed as p
join dim_bureau as b using (bureau_code)
left join fct_report as r using (bureau_code, report_year)
order by p.place nulls last, p.value desc, p.bureau_code
