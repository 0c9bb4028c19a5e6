with ever as (

    select
        region_code,
        level,
        parent_code,
        name_zh,
        9999 as until_year,
        []::varchar[] as successor_codes
    from {{ ref('stg_region') }}
    union all
    select
        region_code,
        level,
        parent_code,
        name_zh,
        valid_to_year as until_year,
        successor_codes
    from {{ ref('stg_region_history') }}

),

-- one region under another code, or with another word after its name: 山南地区 and 山南市, 密云县 and 密云区
renewed as (

    select
        ever.region_code,
        ever.name_zh
    from ever
    inner join ever as successors
        on
            list_contains(ever.successor_codes, successors.region_code)
            and ever.region_code <> successors.region_code
            and starts_with(successors.name_zh, {{ short_region_name('ever.name_zh') }})
            and (
                ever.level = successors.level
                or (ever.name_zh = successors.name_zh and len(ever.successor_codes) = 1)
            )

),

regions as (

    select
        ever.region_code,
        ever.level,
        ever.parent_code,
        ever.name_zh,
        ever.until_year,
        {{ short_region_name('ever.name_zh') }} as short_name
    from ever
    anti join renewed
        on ever.region_code = renewed.region_code and ever.name_zh = renewed.name_zh

),

-- each name of a region, long and short; a county is named by its short name too seldom to be known by it
names as (

    select
        region_code,
        level,
        parent_code,
        until_year,
        name_zh as phrase,
        true as is_sure
    from regions
    union
    select
        region_code,
        level,
        parent_code,
        until_year,
        short_name as phrase,
        level <> 'county' as is_sure
    from regions
    where len(short_name) >= 2

),

-- below the regions above it, of which names leave out any
below_parent as (

    select
        names.region_code,
        names.level,
        names.parent_code,
        least(names.until_year, parents.until_year) as until_year,
        parents.phrase || names.phrase as phrase,
        parents.parent_code as next_code,
        names.is_sure
    from names
    inner join names as parents on names.parent_code = parents.region_code
    where parents.is_sure

),

below_all as (

    select
        below_parent.region_code,
        below_parent.level,
        below_parent.parent_code,
        least(below_parent.until_year, parents.until_year) as until_year,
        parents.phrase || below_parent.phrase as phrase,
        below_parent.is_sure
    from below_parent
    inner join names as parents on below_parent.next_code = parents.region_code
    where parents.is_sure

),

below_province as (

    select
        names.region_code,
        names.level,
        names.parent_code,
        least(names.until_year, provinces.until_year) as until_year,
        provinces.phrase || names.phrase as phrase,
        names.is_sure
    from names
    inner join regions as parents on names.parent_code = parents.region_code
    inner join names as provinces on parents.parent_code = provinces.region_code
    where provinces.is_sure

),

phrases as (

    select * from names
    union
    select * exclude (next_code) from below_parent
    union
    select * from below_all
    union
    select * from below_province

),

spoken as (

    select
        phrase,
        region_code,
        any_value(parent_code) filter (where level = 'county') as prefecture_code,
        max(until_year) as until_year,
        bool_or(bool_or(is_sure)) over (partition by phrase) as is_known
    from phrases
    group by phrase, region_code

),

meant as (

    select
        spoken.phrase,
        -- a county that has the name of the prefecture above it is not meant by the short name of both
        list(spoken.until_year order by spoken.until_year desc) filter (
            where same_above.region_code is null
        ) as until_years
    from spoken
    left join spoken as same_above
        on spoken.phrase = same_above.phrase and spoken.prefecture_code = same_above.region_code
    where spoken.is_known
    group by spoken.phrase

)

select
    phrase,
    len(list_filter(until_years, lambda until_year: until_year = until_years[1])) as region_count,
    nullif(until_years[2], 9999) as shared_until_year
from meant
