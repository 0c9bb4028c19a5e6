-- Every cell of one report in the form's order; table two may be of another edition than the other tables.
select
    f.*,
    l.name_zh as line_name_zh,
    l.name_en as line_name_en,
    l.parent_code,
    c.name_zh as column_name_zh,
    c.name_en as column_name_en,
    c.unit
from fct_figure as f
inner join fct_report as r using (bureau_code, report_year)
inner join dim_form_line as l using (section_code, line_code)
inner join dim_form_column as c
    on
        f.section_code = c.section_code
        and f.column_code = c.column_code
        and c.form_edition = if(f.section_code = 'proactive', r.proactive_edition, r.applications_edition)
where f.bureau_code = $bureau_code and f.report_year = $report_year
order by
    list_position(['proactive', 'applications', 'appeals'], f.section_code),
    l.line_position,
    c.column_position
