with source as (

    select * from {{ source('staging', 'portal') }}

),

renamed as (

    select
        bureau_code,
        portal_state,
        portal_label,
        portal_reason,
        portal_since_on
    from source

)

select * from renamed
