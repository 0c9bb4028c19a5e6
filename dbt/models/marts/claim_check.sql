with claims as (

    select * from {{ ref('fct_claim') }}

),

values_compared as (

    select * from {{ ref('yoy_metric') }}

),

metric_values as (

    select * from {{ ref('int_report_metric') }}

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
        case
            when claims.claim_kind = metric_values.value_kind then metric_values.is_doubtful
            else values_compared.comparability = 'inconsistent'
        end as is_doubtful,
        case
            when claims.claim_kind = metric_values.value_kind and metric_values.value_basis = 'figure'
                then metric_values.value
            -- a change is told by the report of the year before, never by the prior that the change itself implies
            when
                values_compared.prior_basis = 'report'
                and values_compared.comparability in ('comparable', 'base_zero', 'inconsistent')
                then case claims.claim_kind
                    when 'prior' then values_compared.prior_value
                    when 'change' then values_compared.change
                    when 'change_pct' then {{
                        percent_change('values_compared.value', 'values_compared.prior_value', 'claims.decimals')
                    }}
                end
        end as computed_value
    from claims
    inner join metric_values
        on
            claims.bureau_code = metric_values.bureau_code
            and claims.report_year = metric_values.report_year
            and claims.metric_code = metric_values.metric_code
    inner join values_compared
        on
            claims.bureau_code = values_compared.bureau_code
            and claims.report_year = values_compared.report_year
            and claims.metric_code = values_compared.metric_code

)

select
    bureau_code,
    report_year,
    claim_number,
    metric_code,
    claim_kind,
    stated_value,
    computed_value,
    case
        when computed_value is null then 'cannot_tell'
        when not is_approximate and abs(stated_value - computed_value) < 0.5 / pow(10, decimals) then 'confirmed'
        when is_doubtful then 'cannot_tell'
        when not is_approximate then 'contradicted'
        -- 约, 余, 多, 近 and 超 leave room, but not for a number that is off by more than a fifth
        when abs(stated_value - computed_value) > 0.2 * abs(computed_value) then 'contradicted'
        else 'cannot_tell'
    end as result
from computed
order by bureau_code, report_year, claim_number
