{{ config(severity = 'warn') }}

-- among the bureaus that owe both years; below twenty of them a fifth is chance
with years as (

    select
        later.report_year,
        count(*) as bureau_count,
        count(*) filter (where earlier.is_parsed) as earlier_count,
        count(*) filter (where later.is_parsed) as later_count
    from {{ ref('coverage') }} as later
    inner join {{ ref('coverage') }} as earlier
        on later.bureau_code = earlier.bureau_code and later.report_year = earlier.report_year + 1
    where later.is_expected and earlier.is_expected and later.due_on < later.looked_on
    group by later.report_year

)

select
    report_year,
    earlier_count,
    later_count
from years
where bureau_count >= 20 and later_count < 0.8 * earlier_count
