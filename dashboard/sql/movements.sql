-- The largest real movements: applications received, both years proved and comparable, newest pair of each bureau that has one.
-- From ten applications on: below, a change of one is a large percentage that says little.
with newest as (
    select *
    from yoy_metric
    where
        metric_code = 'applications_received'
        and comparability = 'comparable'
        and change_pct is not null
        and not is_doubtful
        and greatest(value, prior_value) >= 10
    qualify row_number() over (partition by bureau_code order by report_year desc) = 1
)

select
    y.bureau_code,
    b.name_zh,
    b.name_en,
    y.report_year,
    y.prior_value,
    y.value,
    y.change_pct,
    y.stated_change_pct,
    y.stated_result,
    y.is_invented
from newest as y
join dim_bureau as b using (bureau_code)
order by abs(y.change_pct) desc, y.bureau_code
limit 10
