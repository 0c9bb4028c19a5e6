with reports as (

    select
        bureau_code,
        report_year,
        proactive_edition,
        applications_edition
    from {{ ref('fct_report') }}

),

metrics as (

    select * from {{ ref('stg_metric') }}

),

metric_cells as (

    select distinct
        metric_code,
        section_code,
        line_code,
        column_code
    from {{ ref('stg_metric_cell') }}

),

edition_cells as (

    select
        metric_code,
        form_edition,
        section_code = 'proactive' as is_in_table_two,
        count(*) as cell_count
    from {{ ref('stg_metric_cell') }}
    group by metric_code, form_edition, is_in_table_two

),

-- a blank that the form's sums prove to be zero adds nothing, but is not missing
added_up as (

    select
        figures.bureau_code,
        figures.report_year,
        metric_cells.metric_code,
        {{ as_number('coalesce(sum(figures.value), 0)') }} as value,
        count(figures.value) as number_count,
        count(*) filter (where figures.proof = 'proved_zero') as proved_zero_count
    from {{ ref('fct_figure') }} as figures
    inner join metric_cells
        on
            figures.section_code = metric_cells.section_code
            and figures.line_code = metric_cells.line_code
            and figures.column_code = metric_cells.column_code
    group by figures.bureau_code, figures.report_year, metric_cells.metric_code

),

doubtful as (

    select distinct
        cells.bureau_code,
        cells.report_year,
        metric_cells.metric_code
    from {{ ref('int_doubtful_cell') }} as cells
    inner join metric_cells
        on
            cells.section_code = metric_cells.section_code
            and cells.line_code = metric_cells.line_code
            and cells.column_code = metric_cells.column_code

),

printed as (

    select
        added_up.bureau_code,
        added_up.report_year,
        added_up.metric_code,
        added_up.value,
        added_up.proved_zero_count > 0 as has_proved_zero,
        doubtful.metric_code is not null as is_doubtful
    from added_up
    inner join reports
        on added_up.bureau_code = reports.bureau_code and added_up.report_year = reports.report_year
    inner join edition_cells
        on
            added_up.metric_code = edition_cells.metric_code
            and edition_cells.form_edition
            = case
                when edition_cells.is_in_table_two then reports.proactive_edition else reports.applications_edition
            end
            and added_up.number_count + added_up.proved_zero_count = edition_cells.cell_count
    left join doubtful
        on
            added_up.bureau_code = doubtful.bureau_code
            and added_up.report_year = doubtful.report_year
            and added_up.metric_code = doubtful.metric_code

),

stated as (

    select
        claims.bureau_code,
        claims.report_year,
        claims.metric_code,
        -- a number that another one is inside of (received, with what was carried over) is not the metric's own
        {{ only_value('claims.value', 'claims.contains_metric_code is null and not claims.is_approximate') }} as value,
        {{ only_value('claims.value', 'claims.contains_metric_code is not null') }} as containing_value,
        bool_or(claims.contains_metric_code is not null) as has_containing
    from {{ ref('fct_claim') }} as claims
    inner join metrics on claims.metric_code = metrics.metric_code and claims.claim_kind = metrics.value_kind
    group by claims.bureau_code, claims.report_year, claims.metric_code

)

select
    coalesce(printed.bureau_code, stated.bureau_code) as bureau_code,
    coalesce(printed.report_year, stated.report_year) as report_year,
    coalesce(printed.metric_code, stated.metric_code) as metric_code,
    coalesce(printed.value, stated.value) as value,
    case when printed.metric_code is not null then 'figure' else 'claim' end as value_basis,
    stated.value as stated_value,
    coalesce(printed.has_proved_zero, false) as has_proved_zero,
    coalesce(printed.is_doubtful, false) as is_doubtful,
    coalesce(
        stated.has_containing and stated.containing_value is distinct from coalesce(printed.value, stated.value), false
    ) as is_containing
from printed
full outer join stated
    on
        printed.bureau_code = stated.bureau_code
        and printed.report_year = stated.report_year
        and printed.metric_code = stated.metric_code
where printed.metric_code is not null or stated.value is not null
