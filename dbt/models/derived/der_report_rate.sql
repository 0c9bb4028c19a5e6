with parts as (

    select
        metric_parts.metric_code,
        metric_parts.part,
        metric_parts.component_code,
        metrics.per,
        count(*) over (partition by metric_parts.metric_code) as part_count
    from {{ ref('stg_metric_part') }} as metric_parts
    inner join {{ ref('stg_metric') }} as metrics on metric_parts.metric_code = metrics.metric_code

),

fractions as (

    select
        report_metrics.bureau_code,
        report_metrics.report_year,
        parts.metric_code,
        any_value(parts.per) as per,
        {{ as_number("sum(report_metrics.value) filter (where parts.part = 'numerator')") }} as numerator,
        {{ as_number("sum(report_metrics.value) filter (where parts.part = 'denominator')") }} as denominator,
        any_value(report_metrics.value_basis) as value_basis,
        bool_or(report_metrics.has_proved_zero) as has_proved_zero,
        bool_or(report_metrics.is_doubtful) as is_doubtful
    from {{ ref('der_report_metric') }} as report_metrics
    inner join parts on report_metrics.metric_code = parts.component_code
    group by report_metrics.bureau_code, report_metrics.report_year, parts.metric_code
    -- all parts are there, and none of them comes from elsewhere
    having
        count(*) = any_value(parts.part_count)
        and min(report_metrics.value_basis) = max(report_metrics.value_basis)

)

select
    bureau_code,
    report_year,
    metric_code,
    numerator,
    denominator,
    {{ rate('numerator', 'denominator', 'per') }} as value,
    value_basis,
    has_proved_zero,
    is_doubtful
from fractions
