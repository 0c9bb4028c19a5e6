-- The median bureau's share of applications granted in full, by year; years from the first in which three bureaus have one.
with years as (
    select
        report_year,
        median(value) as median_rate,
        count(*) as bureaus
    from yoy_metric
    where metric_code = 'full_disclosure_rate' and value is not null and not is_doubtful
    group by report_year
),

spanned as (
    select unnest(generate_series(min(report_year)::int, max(report_year)::int)) as report_year
    from years
    where bureaus >= 3
)

select
    spanned.report_year,
    if(years.bureaus >= 3, years.median_rate, null) as median_rate,
    coalesce(years.bureaus, 0) as bureaus
from spanned
left join years using (report_year)
order by spanned.report_year
