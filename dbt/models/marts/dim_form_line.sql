with lines as (

    select * from {{ ref('stg_form_line') }}

)

select
    section_code,
    line_code,
    name_zh,
    name_en,
    parent_code,
    line_position,
    list_contains(string_split(form_editions, '|'), '2019') as is_in_2019,
    list_contains(string_split(form_editions, '|'), '2021') as is_in_2021
from lines
order by section_code, line_position, line_code
