-- The years of one bureau from its first to its last report that is held or expected, those without one included.
select unnest(generate_series(min(report_year)::int, max(report_year)::int)) as report_year
from coverage
where bureau_code = $bureau_code and (is_expected or is_parsed)
order by report_year
