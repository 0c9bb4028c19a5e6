with columns as (

    select * from {{ ref('stg_form_column') }}

)

select
    section_code,
    form_edition,
    column_code,
    name_zh,
    name_en,
    unit,
    column_position
from columns
order by section_code, form_edition, column_position, column_code
