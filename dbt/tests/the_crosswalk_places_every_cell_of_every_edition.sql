select
    cells.form_edition,
    cells.section_code,
    cells.line_code,
    cells.column_code
from {{ ref('int_form_cell') }} as cells
anti join {{ ref('dim_form_crosswalk') }} as crosswalk
    on
        cells.form_edition = crosswalk.form_edition
        and cells.section_code = crosswalk.section_code
        and cells.line_code = crosswalk.line_code
        and cells.column_code = crosswalk.column_code
