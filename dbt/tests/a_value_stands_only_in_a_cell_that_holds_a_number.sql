select
    bureau_code,
    report_year,
    line_code,
    column_code
from {{ ref('fct_figure') }}
where (value is not null) <> (state in ('number', 'zero')) or (value = 0) <> (state = 'zero')
