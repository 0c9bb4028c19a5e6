with history as (

    select * from {{ ref('stg_region_history') }}

),

successions as (

    select
        region_code as former_code,
        unnest(successor_codes) as region_code,
        len(successor_codes) as successor_count,
        valid_to_year as changed_in_year
    from history

),

judged as (

    select
        successions.region_code,
        successions.changed_in_year,
        -- one region that went into one: under another name, or under another code that began then
        count(*) = 1 and bool_and(
            successions.successor_count = 1
            and (
                successions.former_code = successions.region_code
                or coalesce(regions.valid_from_year = successions.changed_in_year, false)
            )
        ) as is_same
    from successions
    inner join {{ ref('int_region') }} as regions on successions.region_code = regions.region_code
    group by successions.region_code, successions.changed_in_year

)

select
    region_code,
    changed_in_year
from judged
where not is_same
