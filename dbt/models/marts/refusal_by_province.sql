with provinces as (

    select
        bureaus.bureau_code,
        regions.province_code,
        regions.province_name_zh,
        regions.province_name_en
    from {{ ref('dim_bureau') }} as bureaus
    inner join {{ ref('dim_region') }} as regions on bureaus.region_code = regions.region_code

),

-- each bureau is one of these, the first that applies: in doubt, counted, without an application to refuse, missing
by_part as (

    select
        provinces.province_code,
        provinces.province_name_zh,
        provinces.province_name_en,
        rates.report_year,
        rates.value,
        rates.numerator,
        rates.denominator,
        rates.is_invented,
        case
            when rates.is_doubtful then 'doubtful'
            when rates.value is not null then 'counted'
            when rates.missing_reason = 'zero_denominator' then 'idle'
            else 'missing'
        end as part
    from {{ ref('yoy_metric') }} as rates
    inner join provinces on rates.bureau_code = provinces.bureau_code
    where
        rates.metric_code = 'refusal_rate'
        -- the form that asks for both numbers is printed since the reports of 2019
        and rates.report_year >= 2019

),

added_up as (

    select
        province_code,
        province_name_zh,
        province_name_en,
        report_year,
        count(*) filter (where part = 'counted') as bureau_count,
        count(*) as member_count,
        count(*) filter (where part = 'doubtful') as doubtful_count,
        count(*) filter (where part = 'idle') as idle_count,
        count(*) filter (where part = 'missing') as missing_count,
        {{ as_number("sum(numerator) filter (where part = 'counted')") }} as refused,
        {{ as_number("sum(denominator) filter (where part = 'counted')") }} as processed,
        median(value::double) filter (where part = 'counted') as median_rate,
        coalesce(bool_or(is_invented) filter (where part = 'counted'), false) as is_invented
    from by_part
    group by province_code, province_name_zh, province_name_en, report_year

)

select
    province_code,
    province_name_zh,
    province_name_en,
    report_year,
    bureau_count,
    member_count,
    doubtful_count,
    idle_count,
    missing_count,
    refused,
    processed,
    case
        when bureau_count >= {{ fewest_bureaus() }} then round(refused::double * 100 / processed, 1)
    end as refused_pct,
    case when bureau_count >= {{ fewest_bureaus() }} then round(median_rate, 1) end as median_pct,
    is_invented
from added_up
order by province_code, report_year
