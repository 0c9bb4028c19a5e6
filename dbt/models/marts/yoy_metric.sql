with this_year as (

    select * from {{ ref('int_report_metric') }}

),

year_before as (

    select
        bureau_code,
        report_year + 1 as report_year,
        metric_code,
        form_edition,
        is_in_form,
        value,
        is_doubtful
    from {{ ref('int_report_metric') }}

),

stated_changes as (

    select * from {{ ref('int_stated_change') }}

),

bureau_changes as (

    select * from {{ ref('int_bureau_change') }}

),

metrics as (

    select * from {{ ref('stg_metric') }}

),

compared as (

    select
        this_year.bureau_code,
        this_year.report_year,
        this_year.metric_code,
        this_year.value,
        this_year.value_basis,
        stated_changes.stated_change_pct,
        metrics.unit = '%' as is_rate,
        bureau_changes.bureau_code is not null as is_bureau_changed,
        this_year.is_doubtful,
        coalesce(
            year_before.form_edition <> this_year.form_edition and year_before.is_in_form <> this_year.is_in_form, false
        ) as is_form_changed,
        year_before.value as reported_prior_value,
        year_before.is_doubtful as is_reported_prior_doubtful,
        stated_changes.implied_prior_value
    from this_year
    inner join metrics on this_year.metric_code = metrics.metric_code
    left join year_before
        on
            this_year.bureau_code = year_before.bureau_code
            and this_year.report_year = year_before.report_year
            and this_year.metric_code = year_before.metric_code
    left join stated_changes
        on
            this_year.bureau_code = stated_changes.bureau_code
            and this_year.report_year = stated_changes.report_year
            and this_year.metric_code = stated_changes.metric_code
    left join bureau_changes
        on
            this_year.bureau_code = bureau_changes.bureau_code
            and this_year.report_year = bureau_changes.report_year

),

with_prior as (

    select
        *,
        case
            when value is null or is_form_changed then null
            else coalesce(reported_prior_value, implied_prior_value)
        end as prior_value,
        case
            when value is null or is_form_changed then null
            when reported_prior_value is not null then 'report'
            when implied_prior_value is not null then 'stated_change'
        end as prior_basis
    from compared

)

select
    bureau_code,
    report_year,
    metric_code,
    value,
    value_basis,
    prior_value,
    prior_basis,
    round(value - prior_value, 6) as change,
    case when not is_rate then {{ percent_change('value', 'prior_value', 1) }} end as change_pct,
    stated_change_pct,
    case
        when value is null then 'blank'
        when is_doubtful or (prior_basis = 'report' and is_reported_prior_doubtful) then 'inconsistent'
        when is_form_changed then 'form_changed'
        when prior_value is null then 'base_missing'
        when is_bureau_changed then 'bureau_changed'
        when prior_value = 0 then 'base_zero'
        else 'comparable'
    end as comparability
from with_prior
order by bureau_code, report_year, metric_code
