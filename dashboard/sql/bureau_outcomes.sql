-- What became of one bureau's applications: a row a year, null if table three is not there.
with years as (
    select unnest(generate_series(min(report_year)::int, max(report_year)::int)) as report_year
    from coverage
    where bureau_code = $bureau_code and (is_expected or is_parsed)
)

select
    years.report_year,
    max(y.value) filter (y.metric_code = 'applications_granted') as granted,
    max(y.value) filter (y.metric_code = 'applications_partly_granted') as partly_granted,
    max(y.value) filter (y.metric_code = 'applications_refused') as refused,
    max(y.value) filter (y.metric_code = 'applications_unavailable') as unavailable,
    max(y.value) filter (y.metric_code = 'applications_declined') as declined,
    max(y.value) filter (y.metric_code = 'applications_other_handling') as other_handling,
    coalesce(bool_or(y.is_doubtful), false) as is_doubtful
from years
left join yoy_metric as y
    on
        y.report_year = years.report_year
        and y.bureau_code = $bureau_code
        and y.value_basis = 'figure'
        and y.metric_code in (
            'applications_granted', 'applications_partly_granted', 'applications_refused',
            'applications_unavailable', 'applications_declined', 'applications_other_handling'
        )
group by years.report_year
order by years.report_year
