with source as (

    select * from {{ source('staging', 'bureau') }}

),

renamed as (

    select
        bureau_code,
        level,
        region_code,
        region_name_zh,
        region_name_en,
        platform,
        first_expected_year,
        status_code as status,
        status_since,
        status_reason,
        is_confirmed
    from source

)

select * from renamed
