-- Every sum that one report is held to; a sum of a whole column has no line of its own.
with checks as (
    select
        k.*,
        if(k.check_code = 'appeal_total', 'appeals', 'applications') as section_code
    from fct_check as k
    where k.bureau_code = $bureau_code and k.report_year = $report_year
)

select
    k.*,
    l.name_zh as line_name_zh,
    l.name_en as line_name_en,
    c.name_zh as column_name_zh,
    c.name_en as column_name_en
from checks as k
inner join fct_report as r using (bureau_code, report_year)
left join dim_form_line as l using (section_code, line_code)
left join dim_form_column as c
    on k.section_code = c.section_code and k.column_code = c.column_code and r.applications_edition = c.form_edition
order by k.section_code desc, k.check_code, l.line_position, c.column_position
