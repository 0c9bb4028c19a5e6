with withdrawn as (

    select
        'withdrawn_report' as finding_kind,
        bureau_code,
        report_year,
        [observed_from_at::date::varchar] as details
    from {{ ref('fct_report_version') }}
    where observed_to_at is null and not is_present

),

edited as (

    select
        'edited_number' as finding_kind,
        bureau_code,
        report_year,
        section_code,
        line_code,
        column_code,
        value_before as first_value,
        value as second_value,
        version_number,
        [observed_from_at::date::varchar] as details
    from {{ ref('fct_revision') }}

),

contradicted as (

    select
        case when kinds.is_of_change then 'claim_' || checks.claim_kind else 'claim_value' end as finding_kind,
        checks.bureau_code,
        checks.report_year,
        checks.metric_code,
        checks.claim_number,
        case when kinds.is_of_change then checks.report_year - 1 end as other_report_year,
        checks.stated_value as first_value,
        checks.computed_value as second_value
    from {{ ref('claim_check') }} as checks
    inner join {{ ref('stg_claim_kind') }} as kinds on checks.claim_kind = kinds.claim_kind
    where checks.result = 'contradicted'

),

added_up_wrong as (

    select
        case when is_approximate then 'claim_sum_approximate' else 'claim_sum' end as finding_kind,
        bureau_code,
        report_year,
        metric_code,
        claim_sum_number,
        stated_value as first_value,
        parts_value as second_value,
        [parts] as details
    from {{ ref('claim_sum') }}
    where status = 'fail'

),

not_carried_over as (

    select
        case
            when carried_out = carried_in then 'broken_carry_over_columns' else 'broken_carry_over'
        end as finding_kind,
        bureau_code,
        report_year,
        'applications' as section_code,
        'carried_out' as line_code,
        'total' as column_code,
        report_year + 1 as other_report_year,
        carried_out as first_value,
        carried_in as second_value,
        [broken_column_count::varchar] as details
    from {{ ref('carry_over_check') }}
    where state = 'broken'

),

not_added_up as (

    select
        'sum_' || check_code as finding_kind,
        bureau_code,
        report_year,
        case check_code when 'appeal_total' then 'appeals' else 'applications' end as section_code,
        case check_code when 'balance' then null else line_code end as line_code,
        column_code,
        check_code,
        left_value as first_value,
        right_value as second_value
    from {{ ref('fct_check') }}
    where status = 'fail'

),

not_published as (

    select
        case state when 'late' then 'late_report' else 'missing_report' end as finding_kind,
        bureau_code,
        report_year,
        days_late as first_value,
        [case state when 'late' then published_on else looked_on end::varchar, due_on::varchar] as details
    from {{ ref('coverage') }}
    where state in ('late', 'missing')

),

-- chance repeats small tables: five different numbers for a bureau's own, ten for one of thousands of others
repeated as (

    select
        case
            when part_code = 'prose' then case when is_identical then 'identical_prose' else 'reused_prose' end
            when scope = 'same_bureau' then 'identical_table'
            else 'identical_table_elsewhere'
        end as finding_kind,
        bureau_code,
        report_year,
        case when part_code <> 'prose' then part_code end as section_code,
        part_code,
        twin_bureau_code as other_bureau_code,
        twin_report_year as other_report_year,
        shared_count as first_value,
        item_count as second_value,
        case
            when part_code = 'prose' then [repeating_pct::varchar]
            else [distinct_count::varchar, repeating_pct::varchar]
        end as details
    from {{ ref('repeated_part') }}
    where
        repeating_pct <= 20
        and (part_code = 'prose' or distinct_count >= case scope when 'same_bureau' then 5 else 10 end)

),

out_of_stock as (

    select
        'broken_stock' as finding_kind,
        bureau_code,
        report_year,
        'proactive' as section_code,
        line_code,
        'in_force' as column_code,
        report_year - 1 as other_report_year,
        computed_stock as first_value,
        stock as second_value
    from {{ ref('stock_flow_check') }}
    where state = 'broken'

),

-- fivefold or a fifth of at least 20, or from nothing to at least 100
changed as (

    select
        'extreme_change' as finding_kind,
        changes.bureau_code,
        changes.report_year,
        changes.metric_code,
        changes.report_year - 1 as other_report_year,
        changes.prior_value as first_value,
        changes.value as second_value
    from {{ ref('yoy_metric') }} as changes
    inner join {{ ref('stg_metric') }} as metrics on changes.metric_code = metrics.metric_code
    where
        changes.prior_basis = 'report'
        -- a number of the form against one of the prose may be a change of what is counted
        and changes.value_basis = changes.prior_value_basis
        and changes.comparability in ('comparable', 'base_zero')
        and metrics.is_benchmarked
        and not metrics.is_rate
        and greatest(changes.value, changes.prior_value) >= case when changes.prior_value = 0 then 100 else 20 end
        and greatest(changes.value, changes.prior_value) >= 5 * least(changes.value, changes.prior_value)

),

-- a screen that finds more than one bureau in twenty unusual does not fit the numbers
screened as (

    select
        'digits_' || screen_code as finding_kind,
        bureau_code,
        {{ as_number('observed_pct') }} as first_value,
        {{ as_number('expected_pct') }} as second_value,
        [
            number_count::varchar,
            digit::varchar,
            unusual_bureau_count::varchar,
            tested_bureau_count::varchar
        ] as details
    from {{ ref('digit_screen') }}
    where state = 'unusual' and unusual_bureau_count * 20 <= tested_bureau_count

),

found as (

    select * from withdrawn
    union all by name
    select * from edited
    union all by name
    select * from contradicted
    union all by name
    select * from added_up_wrong
    union all by name
    select * from not_carried_over
    union all by name
    select * from not_added_up
    union all by name
    select * from not_published
    union all by name
    select * from repeated
    union all by name
    select * from out_of_stock
    union all by name
    select * from changed
    union all by name
    select * from screened

)

select
    * replace (
        {{ as_number('first_value') }} as first_value,
        {{ as_number('second_value') }} as second_value
    ),
    left(
        md5(
            concat_ws(
                '|', finding_kind, bureau_code, report_year, section_code, line_code, column_code, metric_code,
                claim_number, claim_sum_number, part_code, other_bureau_code, other_report_year, version_number
            )
        ),
        16
    ) as finding_id
from found
