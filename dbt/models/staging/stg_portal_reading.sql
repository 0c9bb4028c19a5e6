with source as (

    select * from {{ source('staging', 'portal_reading') }}

),

renamed as (

    select
        bureau_code,
        last_due_year,
        first_read_on
    from source

)

select * from renamed
