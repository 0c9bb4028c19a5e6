with lines as (

    select
        section_code,
        line_code,
        parent_code,
        unnest(string_split(form_editions, '|')) as form_edition
    from {{ ref('stg_form_line') }}

),

columns as (

    select * from {{ ref('stg_form_column') }}

)

select
    lines.form_edition,
    lines.section_code,
    lines.line_code,
    columns.column_code,
    {{ is_total('lines.line_code', 'columns.column_code') }} as is_total,
    lines.section_code = 'applications'
    and (lines.parent_code is not null or lines.line_code = 'processed_total') as is_outcome,
    lines.section_code = 'applications' and lines.parent_code is null as is_balance
from lines
inner join columns
    on
        lines.section_code = columns.section_code
        and lines.form_edition = columns.form_edition
        and (columns.line_codes = '*' or list_contains(string_split(columns.line_codes, '|'), lines.line_code))
