with claims as (

    select * from {{ ref('fct_claim') }}

),

compared as (

    select * from {{ ref('yoy_metric') }}

),

metrics as (

    select
        metric_code,
        value_kind
    from {{ ref('stg_metric') }}

),

-- what a report, or the one before it, says of a change may apply to the number that contains another's
containing as (

    select distinct
        bureau_code,
        metric_code,
        unnest([report_year, report_year + 1]) as report_year
    from {{ ref('der_report_metric') }}
    where is_containing

),

set_side_by_side as (

    select
        claims.bureau_code,
        claims.report_year,
        claims.claim_number,
        claims.metric_code,
        claims.claim_kind,
        claims.contains_metric_code,
        claims.is_approximate,
        claims.decimals,
        claims.value as stated_value,
        claims.sentence,
        claims.claim_kind = metrics.value_kind as is_of_value,
        compared.value,
        case when compared.value_basis = 'figure' then compared.value end as figure_value,
        case when contained.value_basis = 'figure' then contained.value end as contained_value,
        compared.is_doubtful or coalesce(contained.is_doubtful, false) as is_value_doubtful,
        compared.comparability = 'inconsistent' or containing.metric_code is not null as is_change_doubtful,
        -- a change is computed from the report of the year before, never by the prior that the change itself implies
        case
            when
                compared.prior_basis = 'report'
                and compared.comparability in ('comparable', 'base_zero', 'inconsistent')
                then compared.prior_value
        end as prior_value
    from claims
    inner join metrics on claims.metric_code = metrics.metric_code
    inner join compared
        on
            claims.bureau_code = compared.bureau_code
            and claims.report_year = compared.report_year
            and claims.metric_code = compared.metric_code
    left join compared as contained
        on
            claims.bureau_code = contained.bureau_code
            and claims.report_year = contained.report_year
            and claims.contains_metric_code = contained.metric_code
    left join containing
        on
            claims.bureau_code = containing.bureau_code
            and claims.report_year = containing.report_year
            and claims.metric_code = containing.metric_code

),

computed as (

    select
        *,
        case when is_of_value then is_value_doubtful else is_change_doubtful end as is_doubtful,
        case
            -- some forms print the containing number itself: a claim that agrees with either is right
            when is_of_value and contains_metric_code is not null and stated_value <> figure_value
                then figure_value + contained_value
            when is_of_value then figure_value
            when claim_kind = 'prior' then prior_value
            when claim_kind = 'change' then value - prior_value
            when claim_kind = 'change_pct'
                then {{ as_number_or_null(percent_change('value', 'prior_value', 'decimals')) }}
            when claim_kind = 'ratio'
                then {{ as_number_or_null('round(value::double / nullif(prior_value, 0), decimals)') }}
        end as computed_value
    from set_side_by_side

)

select
    bureau_code,
    report_year,
    claim_number,
    metric_code,
    claim_kind,
    contains_metric_code,
    stated_value,
    computed_value,
    {{ claim_result('stated_value', 'computed_value', 'decimals', 'is_approximate', 'is_doubtful') }} as result,
    sentence
from computed
order by bureau_code, report_year, claim_number
