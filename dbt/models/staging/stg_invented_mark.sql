with source as (

    select * from {{ ref('invented_marks') }}

),

renamed as (

    select
        mark_zh,
        mark_en
    from source

)

select * from renamed
