select
    b.*,
    p.region_code as province_code,
    p.name_zh as province_name_zh,
    p.name_en as province_name_en,
    (select count(*) from fct_report as r where r.bureau_code = b.bureau_code) as reports,
    (select coalesce(bool_and(r.is_invented), false) from fct_report as r where r.bureau_code = b.bureau_code) as is_invented
from dim_bureau as b
left join dim_region as g on g.region_code = b.region_code
left join dim_region as p on p.region_code = g.province_code
where b.bureau_code = $bureau_code
