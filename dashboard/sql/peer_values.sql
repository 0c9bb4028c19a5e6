-- The different values of a peer group that are not in doubt, and how many bureaus have each.
select value, count(*) as bureaus
from peer_benchmark
where metric_code = $metric and report_year = $year and peer_group_code = $group and not is_doubtful
group by value
order by value
