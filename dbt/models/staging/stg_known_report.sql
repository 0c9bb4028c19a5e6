with source as (

    select * from {{ source('staging', 'known_report') }}

),

renamed as (

    select distinct
        {{ current_bureau_code('source.bureau_code') }} as bureau_code,
        source.report_year,
        source.url
    from source

)

select * from renamed
