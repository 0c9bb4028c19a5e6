with cells as (

    select * from {{ ref('stg_metric_cell') }}

),

parts as (

    select distinct
        metric_code,
        component_code
    from {{ ref('stg_metric_part') }}

),

-- every cell that counts here must be set against cells that count there
contained as (

    select
        cells.metric_code,
        cells.form_edition,
        crosswalk.other_edition,
        bool_and(crosswalk.is_comparable and other_cells.metric_code is not null) as is_contained
    from cells
    inner join {{ ref('dim_form_crosswalk') }} as crosswalk
        on
            cells.form_edition = crosswalk.form_edition
            and cells.section_code = crosswalk.section_code
            and cells.line_code = crosswalk.line_code
            and cells.column_code = crosswalk.column_code
    left join cells as other_cells
        on
            cells.metric_code = other_cells.metric_code
            and crosswalk.other_edition = other_cells.form_edition
            and crosswalk.section_code = other_cells.section_code
            and crosswalk.other_line_code = other_cells.line_code
            and crosswalk.other_column_code = other_cells.column_code
    group by cells.metric_code, cells.form_edition, crosswalk.other_edition

),

added_up as (

    select
        here.metric_code,
        here.form_edition,
        here.other_edition,
        here.is_contained and coalesce(there.is_contained, false) as is_comparable
    from contained as here
    left join contained as there
        on
            here.metric_code = there.metric_code
            and here.form_edition = there.other_edition
            and here.other_edition = there.form_edition

),

divided as (

    select
        parts.metric_code,
        added_up.form_edition,
        added_up.other_edition,
        bool_and(added_up.is_comparable) as is_comparable
    from parts
    inner join added_up on parts.component_code = added_up.metric_code
    group by parts.metric_code, added_up.form_edition, added_up.other_edition

)

select * from added_up
union all
select * from divided
