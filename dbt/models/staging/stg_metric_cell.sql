with source as (

    select * from {{ ref('metric_cells') }}

),

renamed as (

    select
        metric_code,
        form_edition,
        section_code,
        line_code,
        column_code
    from source

)

select * from renamed
