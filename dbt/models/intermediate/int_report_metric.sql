with reports as (

    select
        current_reports.bureau_code,
        current_reports.report_year,
        current_reports.sha256,
        current_reports.parser_version,
        documents.form_edition
    from {{ ref('int_current_report') }} as current_reports
    inner join {{ ref('stg_document') }} as documents on current_reports.sha256 = documents.sha256

),

metrics as (

    select
        metric_code,
        unit in ('%', 'CNY', 'working day') as is_measured,
        case unit
            when '%' then 'pct'
            when 'CNY' then 'cny'
            when 'working day' then 'working_day'
            else 'count'
        end as claim_kind
    from {{ ref('stg_metric') }}

),

metric_cells as (

    select * from {{ ref('int_metric_cell') }}

),

cell_counts as (

    select
        metric_code,
        count(*) as cell_count
    from metric_cells
    group by metric_code

),

metric_editions as (

    select
        metric_cells.metric_code,
        form_cells.form_edition,
        count(*) = any_value(cell_counts.cell_count) as is_in_form
    from metric_cells
    inner join cell_counts on metric_cells.metric_code = cell_counts.metric_code
    inner join {{ ref('int_form_cell') }} as form_cells
        on
            metric_cells.section_code = form_cells.section_code
            and metric_cells.line_code = form_cells.line_code
            and metric_cells.column_code = form_cells.column_code
    group by metric_cells.metric_code, form_cells.form_edition

),

printed as (

    select
        reports.bureau_code,
        reports.report_year,
        metric_cells.metric_code,
        sum(figures.value) as value,
        count(figures.value) as number_count,
        bool_or(doubtful_cells.line_code is not null) as is_doubtful
    from reports
    inner join {{ ref('stg_figure') }} as figures
        on reports.sha256 = figures.sha256 and reports.parser_version = figures.parser_version
    inner join metric_cells
        on
            figures.section_code = metric_cells.section_code
            and figures.line_code = metric_cells.line_code
            and figures.column_code = metric_cells.column_code
    left join {{ ref('int_doubtful_cell') }} as doubtful_cells
        on
            reports.bureau_code = doubtful_cells.bureau_code
            and reports.report_year = doubtful_cells.report_year
            and figures.section_code = doubtful_cells.section_code
            and figures.line_code = doubtful_cells.line_code
            and figures.column_code = doubtful_cells.column_code
    where figures.state in ('number', 'zero')
    group by reports.bureau_code, reports.report_year, metric_cells.metric_code

),

stated as (

    select
        reports.bureau_code,
        reports.report_year,
        metrics.metric_code,
        min(claims.value) as value
    from reports
    inner join {{ ref('stg_claim') }} as claims
        on reports.sha256 = claims.sha256 and reports.parser_version = claims.parser_version
    inner join metrics on claims.metric_code = metrics.metric_code and claims.claim_kind = metrics.claim_kind
    where not claims.is_approximate
    group by reports.bureau_code, reports.report_year, metrics.metric_code
    having count(distinct claims.value) = 1

),

figures_in_full as (

    select printed.*
    from printed
    inner join cell_counts
        on printed.metric_code = cell_counts.metric_code and printed.number_count = cell_counts.cell_count

)

select
    reports.bureau_code,
    reports.report_year,
    metrics.metric_code,
    reports.form_edition,
    metrics.is_measured,
    metrics.claim_kind as value_kind,
    case
        when metric_cells_known.metric_code is not null and reports.form_edition in ('2019', '2021')
            then coalesce(metric_editions.is_in_form, false)
    end as is_in_form,
    coalesce(figures_in_full.value, stated.value) as value,
    case
        when figures_in_full.value is not null then 'figure'
        when stated.value is not null then 'claim'
    end as value_basis,
    stated.value as stated_value,
    coalesce(figures_in_full.is_doubtful, false) as is_doubtful
from reports
cross join metrics
left join cell_counts as metric_cells_known on metrics.metric_code = metric_cells_known.metric_code
left join metric_editions
    on metrics.metric_code = metric_editions.metric_code and reports.form_edition = metric_editions.form_edition
left join figures_in_full
    on
        reports.bureau_code = figures_in_full.bureau_code
        and reports.report_year = figures_in_full.report_year
        and metrics.metric_code = figures_in_full.metric_code
left join stated
    on
        reports.bureau_code = stated.bureau_code
        and reports.report_year = stated.report_year
        and metrics.metric_code = stated.metric_code
