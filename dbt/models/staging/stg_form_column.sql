with source as (

    select * from {{ ref('columns') }}

),

renamed as (

    select
        section as section_code,
        column_code,
        label_zh as name_zh,
        label_en as name_en,
        unit,
        line_codes,
        position as column_position,
        unnest(string_split(edition, '|')) as form_edition
    from source

)

select * from renamed
