-- How many documents were read and not published, by reason; the reasons in the order of their gravity are the marts' own.
select u.reason_code, u.reason_zh, u.reason_en, count(*) as documents
from unpublished_document as u
left join dim_bureau as b using (bureau_code)
left join dim_region as g on g.region_code = b.region_code
where $province = '' or g.province_code = $province
group by u.reason_code, u.reason_zh, u.reason_en
order by documents desc, u.reason_code
