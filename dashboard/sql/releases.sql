-- The releases on record, the newest first.
select
    release_number,
    strftime(built_at at time zone 'Asia/Shanghai', '%Y-%m-%d %H:%M') as built_at,
    is_practice,
    is_this_release,
    report_count,
    figure_count,
    reports_added,
    reports_withdrawn,
    reports_revised,
    reports_read_anew,
    inputs_digest
from dim_release
order by release_number desc
limit $size
