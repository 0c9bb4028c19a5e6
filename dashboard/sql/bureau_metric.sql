-- One metric of one bureau: a row a year from its first to its last report, years without one included.
with years as (
    select unnest(generate_series(min(report_year)::int, max(report_year)::int)) as report_year
    from coverage
    where bureau_code = $bureau_code and (is_expected or is_parsed)
)

select
    years.report_year,
    y.value,
    y.value_basis,
    coalesce(y.is_doubtful, false) as is_value_doubtful,
    y.missing_reason,
    m.name_zh,
    m.name_en,
    m.unit,
    m.is_rate
from years
cross join dim_metric as m
left join yoy_metric as y
    on y.report_year = years.report_year and y.metric_code = m.metric_code and y.bureau_code = $bureau_code
where m.metric_code = $metric_code
order by years.report_year
