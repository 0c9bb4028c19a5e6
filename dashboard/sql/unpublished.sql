-- One row a document that was read and is not published, the newest first.
select
    strftime(u.first_observed_at at time zone 'Asia/Shanghai', '%Y-%m-%d') as first_observed_on,
    u.bureau_code,
    b.name_zh,
    b.name_en,
    u.report_year,
    u.agency_name,
    u.title,
    u.reason_code,
    u.reason_zh,
    u.reason_en,
    u.detail,
    u.is_invented,
    u.media_type,
    u.source_url,
    u.found_on_url,
    u.sha256
from unpublished_document as u
left join dim_bureau as b using (bureau_code)
left join dim_region as g on g.region_code = b.region_code
where
    ($reason = '' or u.reason_code = $reason)
    and ($province = '' or g.province_code = $province)
order by u.first_observed_at desc, u.sha256
limit $size
offset $skipped
