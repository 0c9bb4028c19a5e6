with source as (

    select * from {{ ref('metrics') }}

),

renamed as (

    select
        metric_code,
        name_zh,
        name_en,
        definition_zh,
        definition_en,
        unit,
        kind,
        is_rate,
        value_kind,
        editions as form_editions,
        form_cell,
        formula,
        numerator,
        denominator,
        per,
        caveats_zh,
        caveats_en,
        higher_is,
        is_benchmarked
    from source

)

select * from renamed
