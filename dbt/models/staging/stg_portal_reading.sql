with source as (

    select * from {{ source('staging', 'portal_reading') }}

),

renamed as (

    select
        source.bureau_code,
        source.last_due_year,
        source.first_read_on
    from source
    -- the portal under a former code says nothing of the one that is asked now
    where source.bureau_code = {{ current_bureau_code('source.bureau_code') }}

)

select * from renamed
