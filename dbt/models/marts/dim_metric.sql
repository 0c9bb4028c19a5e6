with metrics as (

    select * from {{ ref('stg_metric') }}

)

select
    metric_code,
    name_zh,
    name_en,
    definition_zh,
    definition_en,
    unit,
    kind,
    is_rate,
    form_cell,
    formula,
    numerator,
    denominator,
    per,
    form_editions,
    caveats_zh,
    caveats_en,
    caveats_en as note,
    higher_is,
    is_benchmarked
from metrics
order by metric_code
