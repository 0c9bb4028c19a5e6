with regions as (

    select
        region_code,
        level,
        parent_code,
        name_zh,
        regexp_replace(
            name_zh, '(壮族自治区|回族自治区|维吾尔自治区|自治区|特别行政区|地区|[省市县区盟旗])$', ''
        ) as short_name
    from {{ ref('stg_region') }}

),

-- each name of a region, long and short; a county is named by its short name too seldom to be known by it
names as (

    select
        region_code,
        level,
        parent_code,
        name_zh as phrase,
        true as is_sure
    from regions
    union
    select
        region_code,
        level,
        parent_code,
        short_name as phrase,
        level <> 'county' as is_sure
    from regions
    where len(short_name) >= 2

),

-- below the regions above it, of which names leave out any
below_parent as (

    select
        names.region_code,
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
        parents.phrase || below_parent.phrase as phrase,
        below_parent.is_sure
    from below_parent
    inner join names as parents on below_parent.next_code = parents.region_code
    where parents.is_sure

),

below_province as (

    select
        names.region_code,
        provinces.phrase || names.phrase as phrase,
        names.is_sure
    from names
    inner join regions as parents on names.parent_code = parents.region_code
    inner join names as provinces on parents.parent_code = provinces.region_code
    where provinces.is_sure

),

phrases as (

    select
        region_code,
        phrase,
        is_sure
    from names
    union
    select
        region_code,
        phrase,
        is_sure
    from below_parent
    union
    select
        region_code,
        phrase,
        is_sure
    from below_all
    union
    select
        region_code,
        phrase,
        is_sure
    from below_province

),

spoken as (

    select
        phrases.phrase,
        phrases.region_code,
        case when regions.level = 'county' then regions.parent_code end as prefecture_code,
        bool_or(phrases.is_sure) over (partition by phrases.phrase) as is_known
    from phrases
    inner join regions on phrases.region_code = regions.region_code

)

select
    spoken.phrase,
    -- a county that has the name of the prefecture above it is not meant by the short name of both
    count(distinct spoken.region_code) filter (where same_above.region_code is null) as region_count
from spoken
left join spoken as same_above
    on spoken.phrase = same_above.phrase and spoken.prefecture_code = same_above.region_code
where spoken.is_known
group by spoken.phrase
