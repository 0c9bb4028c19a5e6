with cells as (

    select distinct
        metric_code,
        section_code = 'proactive' as is_in_table_two
    from {{ ref('stg_metric_cell') }}

),

parts as (

    select
        parts.metric_code,
        bool_or(cells.is_in_table_two) as is_in_table_two
    from {{ ref('stg_metric_part') }} as parts
    inner join cells on parts.component_code = cells.metric_code
    group by parts.metric_code

)

select
    metrics.metric_code,
    coalesce(cells.is_in_table_two, parts.is_in_table_two, false) as is_in_table_two
from {{ ref('stg_metric') }} as metrics
left join cells on metrics.metric_code = cells.metric_code
left join parts on metrics.metric_code = parts.metric_code
