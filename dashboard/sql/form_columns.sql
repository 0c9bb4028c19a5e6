-- One row a column of a table of the form, with the editions that have it.
select
    section_code,
    column_code,
    any_value(name_zh order by form_edition desc) as name_zh,
    any_value(name_en order by form_edition desc) as name_en,
    any_value(unit) as unit,
    string_agg(distinct form_edition, ', ' order by form_edition) as editions
from dim_form_column
group by section_code, column_code
order by
    case section_code when 'proactive' then 1 when 'applications' then 2 else 3 end,
    min(column_position),
    column_code
