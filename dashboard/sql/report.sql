-- The head of one report; moments in Beijing time, as texts.
select
    r.*,
    b.name_zh,
    b.name_en,
    b.is_attributed,
    strftime(r.first_observed_at at time zone 'Asia/Shanghai', '%Y-%m-%d %H:%M') as first_seen,
    strftime(r.unsettled_from_at at time zone 'Asia/Shanghai', '%Y-%m-%d %H:%M') as unsettled_from
from fct_report as r
inner join dim_bureau as b using (bureau_code)
where r.bureau_code = $bureau_code and r.report_year = $report_year
