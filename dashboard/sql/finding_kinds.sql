-- How many findings of each kind the whole release has.
select finding_kind, count(*) as findings
from finding
group by finding_kind
