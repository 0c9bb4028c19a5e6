-- One row: how many bureaus of a peer group have a value of a metric and year, and their spread; none if nobody has one.
select bureau_count, member_count, missing_count, doubtful_count, minimum, lower_quartile, median, upper_quartile, maximum
from peer_benchmark
where metric_code = $metric and report_year = $year and peer_group_code = $group
limit 1
