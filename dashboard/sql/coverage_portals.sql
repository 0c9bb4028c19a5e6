-- One row a reason and bureau whose portal could not be read at the last visit, or of whose reports nobody can say.
with troubled as (
    select *
    from coverage
    where state = 'blocked' or portal_state is distinct from 'read'
    -- years of which somebody can say tell nothing more once there is one of which nobody can
    qualify state = 'blocked' or not bool_or(state = 'blocked') over (partition by bureau_code)
)

select
    b.bureau_code,
    b.name_zh,
    b.name_en,
    c.portal_state,
    c.portal_label,
    c.portal_since_on,
    coalesce(c.blocked_reason, c.portal_reason) as reason,
    string_agg(c.report_year::varchar, ', ' order by c.report_year) filter (c.state = 'blocked') as years,
    count(*) over () as found
from troubled as c
join dim_bureau as b using (bureau_code)
left join dim_region as g on g.region_code = b.region_code
where
    ($province = '' or g.province_code = $province)
    and ($level = '' or b.level = $level)
group by
    b.bureau_code, b.name_zh, b.name_en, b.region_code, c.portal_state, c.portal_label, c.portal_since_on,
    coalesce(c.blocked_reason, c.portal_reason)
order by b.region_code, b.bureau_code, years
limit $size
offset $skipped
