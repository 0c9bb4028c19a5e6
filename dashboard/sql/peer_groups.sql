-- One row a peer group and year of a metric: how many bureaus have a value that is not in doubt.
select report_year, peer_scope, peer_group_code, any_value(bureau_count) as bureau_count
from peer_benchmark
where metric_code = $metric
group by report_year, peer_scope, peer_group_code
order by report_year desc, bureau_count desc, peer_group_code
