-- Every year of one bureau in which a report was expected or is held.
select
    c.report_year,
    c.state,
    c.due_on,
    c.published_on,
    c.days_late,
    c.blocked_reason,
    c.looked_on,
    r.verdict,
    r.form_edition,
    r.title,
    r.source_url,
    r.version_count,
    r.is_present,
    r.is_invented,
    r.media_type,
    r.sha256,
    (
        select count(*)
        from fct_check as k
        where k.bureau_code = c.bureau_code and k.report_year = c.report_year and k.status = 'fail'
    ) as failing_sums
from coverage as c
left join fct_report as r using (bureau_code, report_year)
where c.bureau_code = $bureau_code and (c.is_expected or c.is_parsed or r.verdict is not null)
order by c.report_year desc
