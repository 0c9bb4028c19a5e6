with source as (

    select * from {{ ref('regions') }}

),

renamed as (

    select
        region_code,
        level,
        parent_code,
        name_zh,
        name_en,
        from_year as valid_from_year,
        edition as edition_on
    from source

)

select * from renamed
