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

computed as (

    select
        claims.bureau_code,
        claims.report_year,
        claims.claim_number,
        claims.metric_code,
        claims.claim_kind,
        claims.is_approximate,
        claims.decimals,
        claims.value as stated_value,
        claims.sentence,
        case
            when claims.claim_kind = metrics.value_kind then compared.is_doubtful
            else compared.comparability = 'inconsistent'
        end as is_doubtful,
        case
            when claims.claim_kind = metrics.value_kind
                then case when compared.value_basis = 'figure' then compared.value end
            -- a change is told by the report of the year before, never by the prior that the change itself implies
            when
                compared.prior_basis = 'report'
                and compared.comparability in ('comparable', 'base_zero', 'inconsistent')
                then case claims.claim_kind
                    when 'prior' then compared.prior_value
                    when 'change' then compared.value - compared.prior_value
                    when 'change_pct' then {{
                        as_number_or_null(percent_change('compared.value', 'compared.prior_value', 'claims.decimals'))
                    }}
                end
        end as computed_value
    from claims
    inner join metrics on claims.metric_code = metrics.metric_code
    inner join compared
        on
            claims.bureau_code = compared.bureau_code
            and claims.report_year = compared.report_year
            and claims.metric_code = compared.metric_code

)

select
    bureau_code,
    report_year,
    claim_number,
    metric_code,
    claim_kind,
    stated_value,
    computed_value,
    {{ claim_result('stated_value', 'computed_value', 'decimals', 'is_approximate', 'is_doubtful') }} as result,
    sentence
from computed
order by bureau_code, report_year, claim_number
