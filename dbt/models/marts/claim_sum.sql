with reports as (

    select * from {{ ref('int_current_report') }}

),

sums as (

    select * from {{ ref('stg_claim_sum') }}

),

parts as (

    select
        sha256,
        parser_version,
        claim_sum_number,
        count(*)::integer as part_count,
        {{ as_number('sum(value)') }} as parts_value,
        string_agg(label || ' ' || {{ number_as_text('value') }}, ' + ' order by part_number) as parts
    from {{ ref('stg_claim_sum_part') }}
    group by sha256, parser_version, claim_sum_number

),

-- numbers that are rounded need not add up
rounded as (

    select distinct
        claims.bureau_code,
        claims.report_year,
        claims.sentence
    from {{ ref('fct_claim') }} as claims
    inner join {{ ref('stg_claim_kind') }} as kinds on claims.claim_kind = kinds.claim_kind
    where claims.is_approximate and not kinds.is_of_change

)

select
    reports.bureau_code,
    reports.report_year,
    sums.claim_sum_number,
    sums.metric_code,
    sums.value as stated_value,
    parts.parts_value,
    parts.part_count,
    parts.parts,
    sums.part_set,
    sums.is_exhaustive,
    rounded.sentence is not null as is_approximate,
    sums.status,
    sums.sentence,
    sums.sha256
from reports
inner join sums on reports.sha256 = sums.sha256 and reports.parser_version = sums.parser_version
inner join parts
    on
        sums.sha256 = parts.sha256
        and sums.parser_version = parts.parser_version
        and sums.claim_sum_number = parts.claim_sum_number
left join rounded
    on
        reports.bureau_code = rounded.bureau_code
        and reports.report_year = rounded.report_year
        and sums.sentence = rounded.sentence
order by reports.bureau_code, reports.report_year, sums.claim_sum_number
