-- A cell that the document lacks is there too, as `missing`; a report without the form has none.
select
    reports.bureau_code,
    reports.report_year,
    reports.form_edition,
    count(figures.line_code) as cell_count
from {{ ref('fct_report') }} as reports
left join {{ ref('fct_figure') }} as figures
    on reports.bureau_code = figures.bureau_code and reports.report_year = figures.report_year
group by reports.bureau_code, reports.report_year, reports.form_edition
having count(figures.line_code) <> case reports.form_edition when '2019' then 198 when '2021' then 200 else 0 end
