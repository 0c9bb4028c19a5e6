select *
from finding
where bureau_code = $bureau_code or other_bureau_code = $bureau_code
order by finding_rank
