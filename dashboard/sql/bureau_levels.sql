-- The levels and provinces that bureaus are of: each level is a peer group, and each level of a province.
select distinct b.level, p.region_code as province_code, p.name_zh, p.name_en
from dim_bureau as b
join dim_region as g on g.region_code = b.region_code
join dim_region as p on p.region_code = g.province_code
where b.level is not null
order by p.region_code, b.level
