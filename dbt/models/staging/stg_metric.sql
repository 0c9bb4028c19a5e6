with source as (

    select * from {{ ref('claim_metrics') }}

),

renamed as (

    select
        metric as metric_code,
        label_zh as name_zh,
        label_en as name_en,
        unit,
        form_figure as form_cell,
        note
    from source

)

select * from renamed
