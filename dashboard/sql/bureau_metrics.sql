-- Year over year: one row a metric and year of one bureau that has a value this year or the year before.
select
    y.metric_code,
    m.name_zh,
    m.name_en,
    m.unit,
    m.is_rate,
    y.report_year,
    y.value,
    y.numerator,
    y.denominator,
    m.form_cell,
    y.value_basis,
    y.missing_reason,
    y.prior_value,
    y.prior_basis,
    y.change,
    y.change_pct,
    y.change_points,
    y.stated_change_pct,
    y.stated_result,
    y.comparability,
    y.is_doubtful,
    y.is_invented
from yoy_metric as y
join dim_metric as m using (metric_code)
where y.bureau_code = $bureau_code and (y.value is not null or y.prior_value is not null)
order by m.metric_code, y.report_year
