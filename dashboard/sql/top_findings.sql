select finding_id, finding_kind, severity, bureau_code, report_year, wording_zh, wording_en, is_invented
from finding
order by finding_rank
limit 6
