-- One row a report year in which a report was expected or is held: what became of the reports.
-- A report that is prose only has no sums: that none fails says nothing.
select
    c.report_year,
    count(*) filter (r.verdict = 'verified' and r.form_edition is distinct from 'none') as verified,
    count(*) filter (r.verdict = 'verified' and r.form_edition = 'none') as prose_only,
    count(*) filter (r.verdict = 'source_inconsistent') as source_inconsistent,
    count(*) filter (r.verdict is null and c.state = 'quarantined') as quarantined,
    count(*) filter (r.verdict is null and c.state = 'missing') as missing,
    count(*) filter (r.verdict is null and c.state = 'blocked') as blocked,
    count(*) filter (r.verdict is null and c.state not in ('quarantined', 'missing', 'blocked')) as other
from coverage as c
left join fct_report as r using (bureau_code, report_year)
where c.is_expected or r.verdict is not null
group by c.report_year
order by c.report_year
