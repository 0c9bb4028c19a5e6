with source as (

    select * from {{ ref('unpublished_reasons') }}

),

renamed as (

    select
        reason_code,
        position as reason_position,
        reason_en,
        reason_zh
    from source

)

select * from renamed
