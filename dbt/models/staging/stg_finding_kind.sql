with source as (

    select * from {{ ref('finding_kinds') }}

),

renamed as (

    select
        finding_kind,
        severity,
        position as kind_position,
        name_en,
        name_zh,
        template_en,
        template_zh,
        caveat_en,
        caveat_zh
    from source

)

select * from renamed
