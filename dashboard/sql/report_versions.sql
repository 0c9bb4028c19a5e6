-- Every version of one report, the newest first; moments in Beijing time, as texts.
select
    version_number,
    strftime(observed_from_at at time zone 'Asia/Shanghai', '%Y-%m-%d %H:%M') as seen_from,
    strftime(observed_to_at at time zone 'Asia/Shanghai', '%Y-%m-%d %H:%M') as seen_to,
    change_class,
    is_present,
    verdict,
    form_edition,
    title,
    source_url,
    sha256
from fct_report_version
where bureau_code = $bureau_code and report_year = $report_year
order by version_number desc
