with source as (

    select * from {{ ref('lines') }}

),

renamed as (

    select
        section as section_code,
        line_code,
        label_zh as name_zh,
        label_en as name_en,
        parent_code,
        editions as form_editions,
        position as line_position
    from source

)

select * from renamed
