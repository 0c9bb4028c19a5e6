with due as (

    select count(*) as due_count from {{ ref('fct_check') }}
    where status = 'fail'

),

found as (

    select count(*) as found_count from {{ ref('finding') }}
    where finding_kind like 'sum%'

)

select
    due.due_count,
    found.found_count
from due
cross join found
where due.due_count <> found.found_count
