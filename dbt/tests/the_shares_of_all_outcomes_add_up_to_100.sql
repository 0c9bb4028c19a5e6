select
    bureau_code,
    report_year,
    sum(value) as share_sum
from {{ ref('yoy_metric') }}
where
    metric_code in (
        'full_disclosure_rate', 'partial_disclosure_rate', 'refusal_rate', 'unavailable_rate', 'declined_rate',
        'other_handling_rate'
    )
    and not is_doubtful
group by bureau_code, report_year
having count(value) = 6 and abs(sum(value) - 100) > 0.0001
