{# Generic test: no two rows share the values of all the named columns.

   Only rows whose hash comes twice are compared: to group tens of millions of rows by one number costs a quarter of
   grouping them by five texts. Not materialized: read twice, the columns cost less than kept, which is gigabytes on disk. #}
{% test unique_combination(model, columns) %}
with hashed as not materialized (
    select {{ columns | join(', ') }}, hash({{ columns | join(', ') }}) as row_hash from {{ model }}
)

select {{ columns | join(', ') }}, count(*) as row_count
from hashed
semi join (select row_hash from hashed group by row_hash having count(*) > 1) as suspects using (row_hash)
group by {{ columns | join(', ') }}
having count(*) > 1
{% endtest %}
