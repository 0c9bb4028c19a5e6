-- Every year of the bureaus whose codes are given, joined by commas.
select bureau_code, report_year, state, is_parsed, due_on, published_on, days_late
from coverage
where bureau_code in (select unnest(string_split($bureaus, ',')))
