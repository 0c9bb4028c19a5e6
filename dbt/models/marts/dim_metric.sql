with metrics as (

    select * from {{ ref('stg_metric') }}

)

select
    metric_code,
    name_zh,
    name_en,
    unit,
    form_cell,
    note
from metrics
order by metric_code
