with source as (

    select * from {{ source('staging', 'portal') }}

),

renamed as (

    select
        source.bureau_code,
        source.portal_state,
        source.portal_label,
        source.portal_reason,
        source.portal_since_on
    from source
    -- the portal under a former code says nothing of the one that is asked now
    where source.bureau_code = {{ current_bureau_code('source.bureau_code') }}

)

select * from renamed
