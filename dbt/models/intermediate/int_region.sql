with in_force as (

    select * from {{ ref('stg_region') }}

),

history as (

    select * from {{ ref('stg_region_history') }}

),

gone as (

    select * from history
    where region_code not in (select in_force.region_code from in_force)

),

former_names as (

    select
        region_code,
        string_agg(name_zh, ', ' order by valid_to_year) as former_names_zh
    from history
    where region_code in (select in_force.region_code from in_force)
    group by region_code

)

select
    in_force.region_code,
    in_force.level,
    in_force.parent_code,
    in_force.name_zh,
    in_force.name_en,
    in_force.valid_from_year,
    null::integer as valid_to_year,
    null as successor_codes,
    former_names.former_names_zh,
    in_force.edition_on
from in_force
left join former_names on in_force.region_code = former_names.region_code
union all
select
    region_code,
    level,
    parent_code,
    name_zh,
    name_en,
    valid_from_year,
    valid_to_year,
    nullif(array_to_string(successor_codes, ', '), '') as successor_codes,
    null as former_names_zh,
    null as edition_on
from gone
