with source as (

    select * from {{ source('staging', 'horizon') }}

),

renamed as (

    select
        current_year,
        last_due_year
    from source

)

select * from renamed
