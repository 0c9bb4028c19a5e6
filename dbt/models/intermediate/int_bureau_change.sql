with names as (

    select * from {{ ref('stg_bureau_name') }}
    where name_kind = 'name'

)

select distinct
    names.bureau_code,
    names.from_year as report_year
from names
inner join names as earlier_names
    on
        names.bureau_code = earlier_names.bureau_code
        and names.name_zh <> earlier_names.name_zh
        and names.from_year >= earlier_names.to_year
