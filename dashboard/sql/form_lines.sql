-- One row a line of the form, in its order, with what became of it from one edition to the other.
with changes as (
    select
        section_code,
        line_code,
        string_agg(distinct reason_zh, '；' order by reason_zh) as reasons_zh,
        string_agg(distinct reason_en, '; ' order by reason_en) as reasons_en,
        bool_and(is_comparable) as is_comparable,
        bool_or(is_comparable) as is_partly_comparable
    from dim_form_crosswalk
    group by section_code, line_code
)

select
    l.section_code,
    l.line_code,
    l.name_zh,
    l.name_en,
    l.parent_code,
    l.is_in_2019,
    l.is_in_2021,
    c.reasons_zh,
    c.reasons_en,
    c.is_comparable,
    c.is_partly_comparable
from dim_form_line as l
left join changes as c using (section_code, line_code)
order by case l.section_code when 'proactive' then 1 when 'applications' then 2 else 3 end, l.line_position, l.line_code
