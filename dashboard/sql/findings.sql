-- One row a finding that the filters leave, in the order to look at them; an empty filter leaves all.
select
    f.finding_rank,
    f.finding_id,
    f.finding_kind,
    f.severity,
    f.bureau_code,
    b.name_zh,
    b.name_en,
    p.region_code as province_code,
    f.report_year,
    f.is_invented,
    f.wording_zh,
    f.wording_en,
    f.caveat_zh,
    f.caveat_en,
    f.first_value,
    f.second_value,
    f.metric_code,
    f.section_code,
    f.line_code,
    f.column_code,
    f.check_code,
    f.claim_number,
    f.claim_sum_number,
    f.other_bureau_code,
    f.other_report_year,
    f.source_url,
    f.sha256,
    f.other_source_url,
    f.other_sha256,
    -- the cell to look at; a balance has no line of its own, so the total that one of its sides leads to
    coalesce(f.section_code || '/' || coalesce(f.line_code, 'processed_total') || '/' || f.column_code, m.form_cell) as cell,
    case
        when f.line_code = 'carried_out' then f.section_code || '/carried_in/' || f.column_code
        else coalesce(f.section_code || '/' || f.line_code || '/' || f.column_code, m.form_cell)
    end as other_cell
from finding as f
join dim_bureau as b using (bureau_code)
left join dim_metric as m using (metric_code)
left join dim_region as g on g.region_code = b.region_code
left join dim_region as p on p.region_code = g.province_code
where
    ($finding = '' or f.finding_id = $finding)
    and ($kind = '' or f.finding_kind = $kind)
    and ($severity = '' or f.severity = $severity)
    and ($province = '' or g.province_code = $province)
    and ($year = '' or f.report_year = try_cast($year as integer))
    and ($bureau = '' or f.bureau_code = $bureau or f.other_bureau_code = $bureau)
    and ($words = '' or contains(lower(concat_ws(' ', b.bureau_code, b.name_zh, b.name_en, b.region_name_zh, b.region_name_en)), lower($words)))
    and ($invented = '' or f.is_invented = ($invented = 'yes'))
order by f.finding_rank
limit $size
offset $skipped
