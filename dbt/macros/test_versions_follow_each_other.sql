{# Generic test: a report's versions are numbered from 1, and each begins at the moment at which the one before ends. #}
{% test versions_follow_each_other(model) %}
select
    bureau_code,
    report_year,
    version_number
from {{ model }}
qualify
    version_number <> row_number() over (partition by bureau_code, report_year order by observed_from_at)
    or observed_to_at <= observed_from_at
    or observed_to_at is distinct from lead(observed_from_at) over (
        partition by bureau_code, report_year order by version_number
    )
{% endtest %}
