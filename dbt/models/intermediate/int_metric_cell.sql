with single_cells as (

    select
        metric_code,
        split_part(form_cell, '/', 1) as section_code,
        split_part(form_cell, '/', 2) as line_code,
        split_part(form_cell, '/', 3) as column_code
    from {{ ref('stg_metric') }}
    where form_cell is not null

),

refused_cells as (

    select
        'applications_refused' as metric_code,
        section_code,
        line_code,
        'total' as column_code
    from {{ ref('stg_form_line') }}
    where parent_code = 'refused'

),

litigation_cells as (

    select
        'litigation' as metric_code,
        section_code,
        line_code,
        'total' as column_code
    from {{ ref('stg_form_line') }}
    where line_code in ('litigation_direct', 'litigation_after_review')

)

select * from single_cells
union all
select * from refused_cells
union all
select * from litigation_cells
