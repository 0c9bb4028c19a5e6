with source as (

    select * from {{ source('staging', 'bureau_name') }}

),

renamed as (

    select
        bureau_code,
        name_kind,
        position as name_position,
        name_zh,
        name_en,
        from_year,
        to_year
    from source

)

select * from renamed
