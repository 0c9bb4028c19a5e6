-- One row: how much the release holds.
select
    count(*) as reports,
    count(distinct bureau_code) as bureaus,
    min(report_year) as first_year,
    max(report_year) as last_year,
    count(*) filter (is_invented) as invented,
    (select count(*) from coverage where is_expected) as expected,
    (select count(*) from coverage where is_expected and is_parsed) as held,
    (select count(*) from finding) as findings,
    (select count(*) from unpublished_document) as unpublished
from fct_report
