-- Numbers that stand for themselves: a total repeats its parts, a stock and what is carried in repeat the year before.
with printed as (

    select
        bureau_code,
        value
    from {{ ref('fct_figure') }}
    where
        value >= 10
        and value = floor(value)
        and not {{ is_total('line_code', 'column_code') }}
        and line_code <> 'carried_in'
        and column_code not in ('in_force', 'total_disclosed', 'items_last_year', 'items_change')

),

stated as (

    select
        claims.bureau_code,
        claims.value
    from {{ ref('fct_claim') }} as claims
    inner join {{ ref('stg_metric') }} as metrics on claims.metric_code = metrics.metric_code
    where
        claims.value >= 10
        and claims.value = floor(claims.value)
        and claims.claim_kind = 'count'
        and not claims.is_approximate
        and metrics.form_editions is null

),

numbers as (

    select * from printed
    union all
    select * from stated

),

digits as (

    select
        bureau_code,
        value,
        (value % 10)::integer as last_digit,
        left(value::bigint::varchar, 1)::integer as first_digit
    from numbers

),

counted as (

    select
        bureau_code,
        'last_digit' as screen_code,
        last_digit as digit,
        0.1 as expected_share,
        count(*) as digit_count
    from digits
    group by bureau_code, last_digit
    union all
    select
        bureau_code,
        'first_digit' as screen_code,
        first_digit as digit,
        log10(1 + 1.0 / first_digit) as expected_share,
        count(*) as digit_count
    from digits
    group by bureau_code, first_digit
    union all
    select
        bureau_code,
        'round_number' as screen_code,
        case when last_digit = 0 then 0 else 1 end as digit,
        case when last_digit = 0 then 0.1 else 0.9 end as expected_share,
        count(*) as digit_count
    from digits
    where value >= 100
    group by bureau_code, last_digit = 0

),

spans as (

    select
        bureau_code,
        max(value) / min(value) as span
    from numbers
    group by bureau_code

),

-- chi-square: the sum of (observed - n p)^2 / (n p) is the sum of observed^2 / (n p), less n
tested as (

    select
        bureau_code,
        screen_code,
        sum(digit_count)::bigint as number_count,
        sum(digit_count * digit_count / expected_share) / sum(digit_count) - sum(digit_count) as statistic,
        arg_max(digit, (digit_count / expected_share, -digit)) as top_digit,
        coalesce(sum(digit_count) filter (where digit = 0), 0)::bigint as round_count
    from counted
    group by bureau_code, screen_code

),

everyone as (

    select
        screen_code,
        digit,
        sum(digit_count)::bigint as digit_count,
        (sum(sum(digit_count)) over (partition by screen_code))::bigint as number_count
    from counted
    group by screen_code, digit

),

-- the numbers that the test needs to be fair, and the value of its statistic that chance exceeds once in 1,000
rules as (

    select
        'last_digit' as screen_code,
        50 as min_number_count,
        27.877::double as critical_value
    union all
    select
        'first_digit' as screen_code,
        100 as min_number_count,
        26.124::double as critical_value
    union all
    select
        'round_number' as screen_code,
        20 as min_number_count,
        10.828::double as critical_value

),

judged as (

    select
        tested.bureau_code,
        tested.screen_code,
        tested.number_count,
        rules.min_number_count,
        case when tested.screen_code = 'round_number' then 0 else tested.top_digit end as digit,
        round(tested.statistic, 3) as statistic,
        rules.critical_value,
        case
            when tested.number_count < rules.min_number_count then 'too_few'
            -- the law of first digits asks for numbers of several magnitudes
            when tested.screen_code = 'first_digit' and spans.span < 100 then 'too_few'
            when tested.statistic <= rules.critical_value then 'as_expected'
            when tested.screen_code = 'round_number' and tested.round_count < 0.1 * tested.number_count
                then 'as_expected'
            else 'unusual'
        end as state
    from tested
    inner join rules on tested.screen_code = rules.screen_code
    inner join spans on tested.bureau_code = spans.bureau_code

)

select
    judged.bureau_code,
    judged.screen_code,
    judged.number_count,
    judged.min_number_count,
    judged.digit,
    round(100.0 * coalesce(counted.digit_count, 0) / judged.number_count, 1) as observed_pct,
    round(
        100.0 * case judged.screen_code when 'first_digit' then log10(1 + 1.0 / judged.digit) else 0.1 end, 1
    ) as expected_pct,
    round(100.0 * coalesce(everyone.digit_count, 0) / everyone.number_count, 1) as everyone_pct,
    judged.statistic,
    judged.critical_value,
    judged.state,
    count(*) filter (where judged.state <> 'too_few') over (partition by judged.screen_code) as tested_bureau_count,
    count(*) filter (where judged.state = 'unusual') over (partition by judged.screen_code) as unusual_bureau_count
from judged
left join counted
    on
        judged.bureau_code = counted.bureau_code
        and judged.screen_code = counted.screen_code
        and judged.digit = counted.digit
left join everyone on judged.screen_code = everyone.screen_code and judged.digit = everyone.digit
order by judged.bureau_code, judged.screen_code
