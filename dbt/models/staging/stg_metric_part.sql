with source as (

    select * from {{ ref('metric_parts') }}

),

renamed as (

    select
        metric_code,
        part,
        component_code
    from source

)

select * from renamed
