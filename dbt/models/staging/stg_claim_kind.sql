with source as (

    select * from {{ ref('claim_kinds') }}

),

renamed as (

    select
        kind as claim_kind,
        unit,
        coalesce(compares = 'year', false) as is_of_change,
        label_zh as name_zh,
        label_en as name_en
    from source

)

select * from renamed
