-- Every cell of one report that was edited after publication, the newest edit first.
select
    v.version_number,
    v.section_code,
    v.line_code,
    v.column_code,
    v.raw_text_before,
    v.raw_text,
    v.state_before,
    v.state,
    l.name_zh as line_name_zh,
    l.name_en as line_name_en,
    c.name_zh as column_name_zh,
    c.name_en as column_name_en,
    strftime(v.observed_from_at at time zone 'Asia/Shanghai', '%Y-%m-%d %H:%M') as seen_from
from fct_revision as v
inner join fct_report as r using (bureau_code, report_year)
left join dim_form_line as l using (section_code, line_code)
left join dim_form_column as c
    on
        v.section_code = c.section_code
        and v.column_code = c.column_code
        and c.form_edition = if(v.section_code = 'proactive', r.proactive_edition, r.applications_edition)
where v.bureau_code = $bureau_code and v.report_year = $report_year
order by v.version_number desc, v.section_code, l.line_position, c.column_position
