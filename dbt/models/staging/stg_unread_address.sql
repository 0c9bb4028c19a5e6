with source as (

    select * from {{ source('staging', 'unread_address') }}

),

renamed as (

    select
        bureau_code,
        url,
        outcome,
        label
    from source

)

select * from renamed
