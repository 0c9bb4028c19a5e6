-- Of the calendar and what was measured, the calendar is the wider by far. DuckDB takes it for the smaller, and would
-- hold all of it in memory; told not to choose, it streams the calendar past the values as the joins are written.
{{ config(
    pre_hook="set disabled_optimizers = 'build_side_probe_side'",
    post_hook="reset disabled_optimizers"
) }}

with metrics as (

    select
        metric_code,
        is_rate,
        form_editions
    from {{ ref('stg_metric') }}

),

years as (

    select
        *,
        lag(proactive_edition) over (partition by bureau_code order by report_year) as prior_proactive_edition,
        lag(applications_edition) over (partition by bureau_code order by report_year) as prior_applications_edition,
        lag(is_invented) over (partition by bureau_code order by report_year) as is_prior_invented
    from {{ ref('der_bureau_year') }}

),

measured as (

    select
        bureau_code,
        report_year,
        metric_code,
        value,
        null as numerator,
        null as denominator,
        value_basis,
        has_proved_zero,
        is_doubtful,
        is_containing
    from {{ ref('der_report_metric') }}
    union all
    select
        bureau_code,
        report_year,
        metric_code,
        value,
        numerator,
        denominator,
        value_basis,
        has_proved_zero,
        is_doubtful,
        false as is_containing
    from {{ ref('der_report_rate') }}

),

-- what no form prints has rows only for the bureaus whose prose speaks of it in some year
stated_somewhere as (

    select distinct
        claims.bureau_code,
        claims.metric_code
    from {{ ref('fct_claim') }} as claims
    inner join metrics on claims.metric_code = metrics.metric_code
    where metrics.form_editions is null

),

-- a report may hold table two of one edition and the other tables of another: each table has its own past
years_by_table as (

    select
        * exclude (form_edition),
        unnest([true, false]) as is_in_table_two,
        unnest([proactive_edition, applications_edition]) as form_edition,
        unnest([prior_proactive_edition, prior_applications_edition]) as prior_edition
    from years

),

edition_pairs as (

    select distinct
        is_in_table_two,
        form_edition,
        prior_edition
    from years_by_table

),

-- what a metric's values in two years' forms mean to each other; a metric that no form prints always compares
metric_pairs as (

    select
        edition_pairs.is_in_table_two,
        edition_pairs.form_edition,
        edition_pairs.prior_edition,
        metrics.metric_code,
        metrics.is_rate,
        metrics.form_editions,
        coalesce(
            edition_pairs.form_edition <> edition_pairs.prior_edition
            and 'none' not in (edition_pairs.form_edition, edition_pairs.prior_edition)
            and metrics.form_editions is not null
            and not coalesce(metric_editions.is_comparable, false),
            false
        ) as is_form_changed
    from edition_pairs
    inner join {{ ref('int_metric_table') }} as metric_tables
        on edition_pairs.is_in_table_two = metric_tables.is_in_table_two
    inner join metrics on metric_tables.metric_code = metrics.metric_code
    left join {{ ref('der_metric_edition') }} as metric_editions
        on
            metrics.metric_code = metric_editions.metric_code
            and edition_pairs.form_edition = metric_editions.form_edition
            and edition_pairs.prior_edition = metric_editions.other_edition

),

calendar as (

    select
        years_by_table.bureau_code,
        years_by_table.report_year,
        years_by_table.form_edition,
        years_by_table.is_reported,
        years_by_table.is_bureau_changed,
        years_by_table.is_attributed,
        years_by_table.is_invented,
        years_by_table.is_prior_invented,
        metric_pairs.metric_code,
        metric_pairs.is_rate,
        metric_pairs.form_editions,
        metric_pairs.is_form_changed
    from years_by_table
    inner join metric_pairs
        on
            years_by_table.is_in_table_two = metric_pairs.is_in_table_two
            and years_by_table.form_edition is not distinct from metric_pairs.form_edition
            and years_by_table.prior_edition is not distinct from metric_pairs.prior_edition
    left join stated_somewhere
        on
            years_by_table.bureau_code = stated_somewhere.bureau_code
            and metric_pairs.metric_code = stated_somewhere.metric_code
    where metric_pairs.form_editions is not null or stated_somewhere.metric_code is not null

),

compared as (

    select
        calendar.*,
        measured.value,
        measured.numerator,
        measured.denominator,
        case when measured.value is not null then measured.value_basis end as value_basis,
        coalesce(measured.has_proved_zero, false) as has_proved_zero,
        coalesce(measured.is_doubtful, false) as is_doubtful,
        year_before.value as reported_prior_value,
        year_before.value_basis as reported_prior_value_basis,
        year_before.is_doubtful as is_reported_prior_doubtful,
        coalesce(measured.is_containing or year_before.is_containing, false) as is_either_containing,
        stated_changes.stated_change_pct,
        stated_changes.stated_decimals,
        stated_changes.is_stated_approximate,
        stated_changes.stated_change,
        stated_changes.stated_prior_value,
        stated_changes.implied_prior_value
    from calendar
    left join measured
        on
            calendar.bureau_code = measured.bureau_code
            and calendar.report_year = measured.report_year
            and calendar.metric_code = measured.metric_code
    left join measured as year_before
        on
            calendar.bureau_code = year_before.bureau_code
            and calendar.report_year - 1 = year_before.report_year
            and calendar.metric_code = year_before.metric_code
    left join {{ ref('der_stated_change') }} as stated_changes
        on
            calendar.bureau_code = stated_changes.bureau_code
            and calendar.report_year = stated_changes.report_year
            and calendar.metric_code = stated_changes.metric_code

),

with_prior as (

    select
        *,
        case
            when value is null or is_form_changed or not is_attributed then null
            else coalesce(reported_prior_value, implied_prior_value)
        end as prior_value,
        case
            when value is null or is_form_changed or not is_attributed then null
            when reported_prior_value is not null then 'report'
            when implied_prior_value is not null then 'stated_change'
        end as prior_basis
    from compared

),

with_doubts as (

    select
        *,
        case prior_basis when 'report' then reported_prior_value_basis when 'stated_change' then 'claim' end
            as prior_value_basis,
        coalesce(prior_basis = 'report' and is_reported_prior_doubtful, false) as is_prior_doubtful
    from with_prior

),

judged as (

    select
        *,
        case
            when value is null then 'blank'
            when is_doubtful or is_prior_doubtful then 'inconsistent'
            when not is_attributed then 'not_attributed'
            when is_form_changed then 'form_changed'
            when prior_value is null then 'base_missing'
            when is_bureau_changed then 'bureau_changed'
            when prior_value = 0 and not is_rate then 'base_zero'
            else 'comparable'
        end as comparability
    from with_doubts

),

-- Two numbers of which one is in doubt, or that are of two different bureaus, have a difference but are no change: it
-- would be quoted as one. Materialized, or the tables of all joins were still in memory when the rows are sorted.
changed as materialized (

    select
        *,
        case when comparability in ('comparable', 'base_zero') then value - prior_value end as change
    from judged

)

select
    bureau_code,
    report_year,
    metric_code,
    value,
    value_basis,
    case
        when value is not null then null
        when not is_reported then 'no_report'
        when denominator = 0 then 'zero_denominator'
        when not contains(form_editions, form_edition) then 'not_in_form'
        else 'not_given'
    end as missing_reason,
    numerator,
    denominator,
    prior_value,
    prior_basis,
    prior_value_basis,
    change,
    case
        when change is not null and not is_rate then {{ percent_change('value', 'prior_value', 1) }}
    end as change_pct,
    case when is_rate then change end as change_points,
    stated_change_pct::double as stated_change_pct,
    stated_change,
    stated_prior_value,
    case
        when stated_change_pct is null then null
        when prior_basis = 'report' and comparability in ('comparable', 'inconsistent')
            then {{
                claim_result(
                    'stated_change_pct',
                    percent_change('value', 'prior_value', 'stated_decimals'),
                    'stated_decimals',
                    'is_stated_approximate',
                    "(comparability = 'inconsistent' or is_either_containing)"
                )
            }}
        else 'cannot_tell'
    end as stated_result,
    comparability,
    has_proved_zero,
    is_doubtful,
    is_prior_doubtful,
    is_invented or (coalesce(prior_basis = 'report', false) and coalesce(is_prior_invented, false)) as is_invented
from changed
-- who asks for one metric reads a fraction of the table, and equal values side by side take half the room
order by metric_code, bureau_code, report_year
