-- How many findings the filters leave, by severity.
select f.severity, count(*) as findings
from finding as f
join dim_bureau as b using (bureau_code)
left join dim_region as g on g.region_code = b.region_code
where
    ($kind = '' or f.finding_kind = $kind)
    and ($severity = '' or f.severity = $severity)
    and ($province = '' or g.province_code = $province)
    and ($year = '' or f.report_year = try_cast($year as integer))
    and ($bureau = '' or f.bureau_code = $bureau or f.other_bureau_code = $bureau)
    and ($words = '' or contains(lower(concat_ws(' ', b.bureau_code, b.name_zh, b.name_en, b.region_name_zh, b.region_name_en)), lower($words)))
    and ($invented = '' or f.is_invented = ($invented = 'yes'))
group by f.severity
