-- One row a bureau and report year that the filters leave: what became of the report.
select
    c.bureau_code,
    b.name_zh,
    b.name_en,
    b.level,
    g.province_code,
    c.report_year,
    c.state,
    c.is_expected,
    c.is_parsed,
    c.due_on,
    c.published_on,
    c.first_observed_on,
    c.days_late,
    c.looked_on,
    c.blocked_reason,
    c.portal_state,
    c.portal_label,
    c.portal_reason,
    c.portal_since_on
from coverage as c
join dim_bureau as b using (bureau_code)
left join dim_region as g on g.region_code = b.region_code
where
    ($province = '' or g.province_code = $province)
    and ($level = '' or b.level = $level)
    and ($state = '' or c.state = $state)
    and ($year = '' or c.report_year = try_cast($year as integer))
order by b.region_code, c.bureau_code, c.report_year
