select
    bureau_code,
    count(*) as year_count
from {{ ref('der_bureau_year') }}
group by bureau_code
having count(*) <> max(report_year) - min(report_year) + 1
