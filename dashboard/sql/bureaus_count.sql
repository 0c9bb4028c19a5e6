select count(*) as bureaus
from dim_bureau as b
left join dim_region as g on g.region_code = b.region_code
where
    ($words = '' or contains(lower(concat_ws(' ', b.bureau_code, b.name_zh, b.name_en, b.region_name_zh, b.region_name_en)), lower($words)))
    and ($province = '' or g.province_code = $province)
    and ($level = '' or b.level = $level)
