with regions as (

    select * from {{ ref('int_region') }}

),

-- a county lies in a prefecture, or in a province that governs it directly
placed as (

    select
        regions.*,
        case regions.level
            when 'province' then regions.region_code
            when 'prefecture' then regions.parent_code
            else coalesce(parents.parent_code, regions.parent_code)
        end as province_code,
        case
            when regions.level = 'prefecture' then regions.region_code
            when parents.level = 'prefecture' then regions.parent_code
        end as prefecture_code
    from regions
    left join regions as parents on regions.parent_code = parents.region_code

)

select
    placed.region_code,
    placed.name_zh,
    placed.name_en,
    placed.level,
    placed.parent_code,
    placed.province_code,
    provinces.name_zh as province_name_zh,
    provinces.name_en as province_name_en,
    placed.prefecture_code,
    prefectures.name_zh as prefecture_name_zh,
    prefectures.name_en as prefecture_name_en,
    placed.valid_from_year,
    placed.valid_to_year,
    placed.successor_codes,
    placed.former_names_zh,
    placed.edition_on
from placed
left join regions as provinces on placed.province_code = provinces.region_code
left join regions as prefectures on placed.prefecture_code = prefectures.region_code
order by placed.region_code
