-- The provinces that have a registered bureau.
select distinct p.region_code as province_code, p.name_zh, p.name_en
from dim_bureau as b
join dim_region as g on g.region_code = b.region_code
join dim_region as p on p.region_code = g.province_code
order by p.region_code
