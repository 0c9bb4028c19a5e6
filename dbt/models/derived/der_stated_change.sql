with changes as (

    select
        bureau_code,
        report_year,
        metric_code,
        -- 1.5 times the year before is a change of 50 percent, known to tens of percent
        case claim_kind when 'ratio' then 'change_pct' else claim_kind end as claim_kind,
        case claim_kind when 'ratio' then (value - 1) * 100 else value end as stated,
        case claim_kind when 'ratio' then decimals - 2 else decimals end as decimals,
        is_approximate,
        claim_kind = 'ratio' as is_ratio
    from {{ ref('fct_claim') }}
    where claim_kind in ('prior', 'change', 'change_pct', 'ratio')

),

-- a percentage says it more exactly than the ratio beside it
said_best as (

    select *
    from changes
    qualify
        not is_ratio
        or not bool_or(claim_kind = 'change_pct' and not is_ratio) over (
            partition by bureau_code, report_year, metric_code
        )

),

stated as (

    select
        bureau_code,
        report_year,
        metric_code,
        {{ only_value('stated', "claim_kind = 'change_pct'") }} as stated_change_pct,
        max(decimals) filter (where claim_kind = 'change_pct') as stated_decimals,
        bool_and(is_approximate) filter (where claim_kind = 'change_pct') as is_stated_approximate,
        {{ only_value('stated', "claim_kind = 'change'") }} as stated_change,
        {{ only_value('stated', "claim_kind = 'prior'") }} as stated_prior_value
    from said_best
    group by bureau_code, report_year, metric_code

),

-- Only exact words imply a prior, and only if the prose and the form agree on this year's value.
usable as (

    select
        changes.*,
        report_metrics.value,
        metrics.kind <> 'count' as is_measured
    from changes
    inner join {{ ref('der_report_metric') }} as report_metrics
        on
            changes.bureau_code = report_metrics.bureau_code
            and changes.report_year = report_metrics.report_year
            and changes.metric_code = report_metrics.metric_code
    inner join {{ ref('stg_metric') }} as metrics on changes.metric_code = metrics.metric_code
    where
        not changes.is_approximate
        and not report_metrics.is_containing
        and coalesce(report_metrics.stated_value, report_metrics.value) = report_metrics.value

),

stated_priors as (

    select
        bureau_code,
        report_year,
        metric_code,
        case claim_kind when 'prior' then stated else value - stated end as prior_value
    from usable
    where claim_kind in ('prior', 'change')

),

percentages as (

    select distinct
        bureau_code,
        report_year,
        metric_code,
        value,
        is_measured,
        stated,
        decimals,
        0.5 / pow(10, decimals) as half_step
    from usable
    where claim_kind = 'change_pct'

),

-- value = prior * (1 + p / 100), with p anywhere in the interval that rounds to the printed percentage
intervals as (

    select
        *,
        value / (1 + (stated + half_step) / 100) as lowest,
        value / (1 + (stated - half_step) / 100) as highest
    from percentages
    where not is_measured and value > 0 and value = floor(value) and stated - half_step > -100

),

fitting as (

    select distinct
        bureau_code,
        report_year,
        metric_code,
        unnest(generate_series(greatest(1, floor(lowest)::bigint), ceil(highest)::bigint)) as prior_value
    from intervals
    -- an interval this wide holds more than one whole number
    where highest - lowest < 3

),

told_once as (

    select
        bureau_code,
        report_year,
        metric_code,
        case when count(distinct prior_value) = 1 and min(prior_value) >= 0 then min(prior_value) end as prior_value
    from stated_priors
    group by bureau_code, report_year, metric_code

),

-- a prior has to fit every percentage that is stated
fitted as (

    select
        fitting.bureau_code,
        fitting.report_year,
        fitting.metric_code,
        fitting.prior_value
    from fitting
    inner join percentages
        on
            fitting.bureau_code = percentages.bureau_code
            and fitting.report_year = percentages.report_year
            and fitting.metric_code = percentages.metric_code
    group by fitting.bureau_code, fitting.report_year, fitting.metric_code, fitting.prior_value
    having
        bool_and(
            {{ percent_change('percentages.value', 'fitting.prior_value', 'percentages.decimals') }}
            = percentages.stated
        )

),

fitted_once as (

    select
        bureau_code,
        report_year,
        metric_code,
        {{ as_number('min(prior_value)') }} as prior_value
    from fitted
    group by bureau_code, report_year, metric_code
    having count(*) = 1

),

contradicted as (

    select distinct
        told_once.bureau_code,
        told_once.report_year,
        told_once.metric_code
    from told_once
    inner join percentages
        on
            told_once.bureau_code = percentages.bureau_code
            and told_once.report_year = percentages.report_year
            and told_once.metric_code = percentages.metric_code
    where
        {{ percent_change('percentages.value', 'told_once.prior_value', 'percentages.decimals') }}
        is distinct from percentages.stated

)

select
    stated.bureau_code,
    stated.report_year,
    stated.metric_code,
    stated.stated_change_pct,
    stated.stated_decimals,
    stated.is_stated_approximate,
    stated.stated_change,
    stated.stated_prior_value,
    case
        when contradicted.metric_code is not null then null
        when told_once.metric_code is not null then told_once.prior_value
        else fitted_once.prior_value
    end as implied_prior_value
from stated
left join told_once
    on
        stated.bureau_code = told_once.bureau_code
        and stated.report_year = told_once.report_year
        and stated.metric_code = told_once.metric_code
left join fitted_once
    on
        stated.bureau_code = fitted_once.bureau_code
        and stated.report_year = fitted_once.report_year
        and stated.metric_code = fitted_once.metric_code
left join contradicted
    on
        stated.bureau_code = contradicted.bureau_code
        and stated.report_year = contradicted.report_year
        and stated.metric_code = contradicted.metric_code
