with source as (

    select * from {{ source('staging', 'bureau') }}

),

renamed as (

    select
        source.bureau_code,
        source.level,
        source.region_code,
        source.region_name_zh,
        source.region_name_en,
        source.platform,
        source.first_expected_year,
        source.status_code as status,
        source.status_since,
        source.status_reason,
        source.is_confirmed,
        source.successor_codes
    from source
    where source.bureau_code = {{ current_bureau_code('source.bureau_code') }}

)

select * from renamed
