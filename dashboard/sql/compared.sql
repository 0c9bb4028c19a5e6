-- One row a bureau whose code is given (joined by commas, in this order): its value of a metric and year, and its places.
-- Values and places are cut down to the chosen bureaus first: their tables have millions of rows.
with chosen as (
    select unnest(string_split($bureaus, ',')) as bureau_code
),

metric_values as (
    select *
    from yoy_metric
    where metric_code = $metric and report_year = $year and bureau_code in (select bureau_code from chosen)
),

places as (
    select *
    from peer_benchmark
    where metric_code = $metric and report_year = $year and bureau_code in (select bureau_code from chosen)
)

select
    b.bureau_code,
    b.name_zh,
    b.name_en,
    b.region_name_zh,
    b.region_name_en,
    b.level,
    y.report_year,
    y.metric_code,
    y.value,
    y.numerator,
    y.denominator,
    y.value_basis,
    coalesce(n.is_doubtful, y.is_doubtful, false) as is_doubtful,
    coalesce(y.missing_reason, 'no_report') as missing_reason,
    coalesce(r.is_invented, false) as is_invented,
    n.place as nation_place,
    n.bureau_count as nation_count,
    n.missing_count as nation_missing,
    n.doubtful_count as nation_doubtful,
    p.place as province_place,
    p.bureau_count as province_count,
    p.missing_count as province_missing,
    p.doubtful_count as province_doubtful
from chosen
join dim_bureau as b using (bureau_code)
left join metric_values as y on y.bureau_code = b.bureau_code
left join fct_report as r on r.bureau_code = b.bureau_code and r.report_year = $year
left join places as n on n.bureau_code = b.bureau_code and n.peer_scope = 'nation'
left join places as p on p.bureau_code = b.bureau_code and p.peer_scope = 'province'
order by list_position(string_split($bureaus, ','), b.bureau_code)
