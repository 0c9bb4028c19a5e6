-- One row a bureau of a province and level that has a year in the state asked for; `found` is how many there are in all.
select
    b.bureau_code,
    b.name_zh,
    b.name_en,
    b.level,
    g.province_code,
    any_value(c.portal_state) as portal_state,
    count(*) over () as found
from coverage as c
join dim_bureau as b using (bureau_code)
left join dim_region as g on g.region_code = b.region_code
where
    ($province = '' or g.province_code = $province)
    and ($level = '' or b.level = $level)
    and ($state = '' or c.state = $state)
    and ($year = '' or c.report_year = try_cast($year as integer))
group by b.bureau_code, b.name_zh, b.name_en, b.level, b.region_code, g.province_code
order by b.region_code, b.bureau_code
limit $size
offset $skipped
