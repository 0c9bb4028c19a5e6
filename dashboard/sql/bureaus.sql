-- One row a bureau whose name, code or region holds the words asked for.
select
    b.bureau_code,
    b.name_zh,
    b.name_en,
    b.level,
    b.region_code,
    b.status,
    b.region_name_zh,
    b.region_name_en,
    p.name_zh as province_name_zh,
    p.name_en as province_name_en,
    count(r.report_year) as reports,
    min(r.report_year) as first_year,
    max(r.report_year) as last_year,
    bool_or(r.is_invented) as is_invented
from dim_bureau as b
left join dim_region as g on g.region_code = b.region_code
left join dim_region as p on p.region_code = g.province_code
left join fct_report as r using (bureau_code)
where
    ($words = '' or contains(lower(concat_ws(' ', b.bureau_code, b.name_zh, b.name_en, b.region_name_zh, b.region_name_en)), lower($words)))
    and ($province = '' or g.province_code = $province)
    and ($level = '' or b.level = $level)
group by all
order by b.region_code, b.bureau_code
limit $size
offset $skipped
