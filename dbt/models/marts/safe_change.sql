-- Not sorted, and without names: of 200,000 reports it has six million rows, and either makes them four times as dear.
with contradicted as (

    select distinct
        checks.bureau_code,
        checks.report_year,
        checks.metric_code,
        kinds.is_of_change
    from {{ ref('claim_check') }} as checks
    inner join {{ ref('stg_claim_kind') }} as kinds on checks.claim_kind = kinds.claim_kind
    where checks.result = 'contradicted'

),

parts as (

    select distinct
        metric_code,
        component_code
    from {{ ref('stg_metric_part') }}

),

-- a rate is no surer than the numbers that it is made of
doubts as (

    select * from contradicted
    union
    select
        contradicted.bureau_code,
        contradicted.report_year,
        parts.metric_code,
        contradicted.is_of_change
    from contradicted
    inner join parts on contradicted.metric_code = parts.component_code

),

-- what the prose says of a year's own value doubts the year after as well, of which it is the prior
doubted as (

    select
        bureau_code,
        report_year,
        metric_code
    from doubts
    union
    select
        bureau_code,
        report_year + 1 as report_year,
        metric_code
    from doubts
    where not is_of_change

),

unsettled as (

    select
        bureau_code,
        unnest([report_year, report_year + 1]) as report_year
    from {{ ref('fct_report') }}
    where unsettled_from_at is not null

),

safe as (

    select changes.*
    from {{ ref('yoy_metric') }} as changes
    left join doubted
        on
            changes.bureau_code = doubted.bureau_code
            and changes.report_year = doubted.report_year
            and changes.metric_code = doubted.metric_code
    where
        changes.comparability = 'comparable'
        and not changes.is_invented
        and doubted.bureau_code is null
        and (changes.bureau_code, changes.report_year) not in (
            select (unsettled.bureau_code, unsettled.report_year) from unsettled
        )

)

select
    safe.bureau_code,
    safe.report_year,
    safe.metric_code,
    safe.value,
    safe.value_basis,
    safe.prior_value,
    safe.prior_basis,
    safe.prior_value_basis,
    safe.change,
    safe.change_pct,
    safe.change_points,
    safe.stated_change_pct,
    safe.stated_result,
    safe.has_proved_zero
from safe
order by safe.metric_code, safe.bureau_code, safe.report_year
