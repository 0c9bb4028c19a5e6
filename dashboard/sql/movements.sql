-- The largest real movements: applications received, both years from the form, adding up and comparable, newest pair of each bureau that has one.
-- From ten applications on: below, a change of one is a large percentage that says little.
with newest as (
    select
        bureau_code,
        max(report_year) as report_year,
        arg_max(prior_value, report_year) as prior_value,
        arg_max(value, report_year) as value,
        arg_max(change_pct, report_year) as change_pct,
        arg_max_null(stated_change_pct, report_year) as stated_change_pct,
        arg_max_null(stated_result, report_year) as stated_result,
        arg_max(is_invented, report_year) as is_invented
    from yoy_metric
    where
        metric_code = 'applications_received'
        and comparability = 'comparable'
        and change_pct is not null
        and value_basis = 'figure'
        and prior_value_basis = 'figure'
        and not is_doubtful
        and not is_prior_doubtful
        and greatest(value, prior_value) >= 10
    group by bureau_code
    order by abs(arg_max(change_pct, report_year)) desc, bureau_code
    limit 10
)

select
    n.bureau_code,
    b.name_zh,
    b.name_en,
    n.report_year,
    n.prior_value,
    n.value,
    n.change_pct,
    n.stated_change_pct,
    n.stated_result,
    n.is_invented
from newest as n
join dim_bureau as b using (bureau_code)
order by abs(n.change_pct) desc, n.bureau_code
