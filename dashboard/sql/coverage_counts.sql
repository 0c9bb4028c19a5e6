-- One row a report year and state: how many bureaus of a province and level.
select
    c.report_year,
    c.state,
    any_value(c.due_on) as due_on,
    count(*) as reports,
    count(*) filter (c.is_expected) as expected,
    count(*) filter (c.is_expected and c.is_parsed) as held
from coverage as c
join dim_bureau as b using (bureau_code)
left join dim_region as g on g.region_code = b.region_code
where
    ($province = '' or g.province_code = $province)
    and ($level = '' or b.level = $level)
group by c.report_year, c.state
order by c.report_year desc, c.state
