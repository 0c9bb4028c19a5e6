-- One row a bureau whose portal could not be read at the last visit, or of whose reports nobody can say.
select
    b.bureau_code,
    b.name_zh,
    b.name_en,
    c.portal_state,
    c.portal_label,
    c.portal_since_on,
    coalesce(min(c.blocked_reason) filter (c.state = 'blocked'), any_value(c.portal_reason)) as reason,
    string_agg(c.report_year::varchar, ', ' order by c.report_year) filter (c.state = 'blocked') as years,
    count(*) over () as found
from coverage as c
join dim_bureau as b using (bureau_code)
left join dim_region as g on g.region_code = b.region_code
where
    (c.state = 'blocked' or c.portal_state is distinct from 'read')
    and ($province = '' or g.province_code = $province)
    and ($level = '' or b.level = $level)
group by b.bureau_code, b.name_zh, b.name_en, b.region_code, c.portal_state, c.portal_label, c.portal_since_on
order by b.region_code, b.bureau_code
limit $size
offset $skipped
