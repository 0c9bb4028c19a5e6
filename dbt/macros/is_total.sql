{# The cell adds up others of the form. A test holds it to the sums in `parsing/form/identities.csv`. #}
{% macro is_total(line_code, column_code) %}
    ({{ column_code }} = 'total' or {{ line_code }} = 'processed_total')
{% endmacro %}
