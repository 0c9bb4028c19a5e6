with source as (

    select * from {{ ref('report_parts') }}

),

renamed as (

    select
        part_code,
        name_en,
        name_zh
    from source

)

select * from renamed
