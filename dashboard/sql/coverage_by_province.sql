-- One row a province with a registered bureau: reports held of those expected, all years.
select
    p.region_code as province_code,
    p.name_zh,
    p.name_en,
    count(distinct b.bureau_code) as bureaus,
    count(*) filter (c.is_expected and c.is_parsed) as held,
    count(*) filter (c.is_expected) as expected
from dim_bureau as b
join dim_region as g on g.region_code = b.region_code
join dim_region as p on p.region_code = g.province_code
left join coverage as c on c.bureau_code = b.bureau_code
group by p.region_code, p.name_zh, p.name_en
order by p.region_code
