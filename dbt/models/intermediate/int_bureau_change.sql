with bureaus as (

    select * from {{ ref('stg_bureau') }}

),

-- what a bureau is, without the place that it is of: a county that becomes a city keeps it
organs as (

    select
        bureau_code,
        replace(regexp_replace(name_zh, '^.*[省市区县旗州盟]', ''), '和', '') as organ_zh,
        from_year,
        to_year
    from {{ ref('stg_bureau_name') }}
    where name_kind = 'name'

),

in_order as (

    select
        bureau_code,
        organ_zh,
        from_year,
        lag((organ_zh, to_year)) over (
            partition by bureau_code order by from_year nulls first, to_year
        ) as organ_before
    from organs

),

reorganised as (

    select
        bureau_code,
        from_year as report_year
    from in_order
    where organ_zh <> organ_before[1] and from_year >= organ_before[2]

),

successors as (

    select
        unnest(successor_codes) as bureau_code,
        status_since
    from bureaus
    where status in ('merged', 'abolished') and status_since is not null

),

-- a year that both have reported on in part compares neither with the one before nor with the one after
merged as (

    select
        bureau_code,
        unnest([year(status_since), year(status_since - interval 1 day) + 1]) as report_year
    from successors

),

-- a bureau of a region that took in another one, whether the registry knows that one's bureau or not
enlarged as (

    select
        bureaus.bureau_code,
        unnest([region_changes.changed_in_year, region_changes.changed_in_year + 1]) as report_year
    from bureaus
    inner join {{ ref('int_region_change') }} as region_changes
        on
            bureaus.region_code = region_changes.region_code
            and bureaus.bureau_code = 'hrss-' || region_changes.region_code

)

select * from reorganised
union
select * from merged
union
select * from enlarged
