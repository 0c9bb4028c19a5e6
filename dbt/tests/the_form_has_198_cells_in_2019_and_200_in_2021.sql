select
    form_edition,
    count(*) as cell_count
from {{ ref('int_form_cell') }}
group by form_edition
having count(*) <> case form_edition when '2019' then 198 when '2021' then 200 end
