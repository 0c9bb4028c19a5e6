{# Change of `value` against `prior` in percent, to so many decimals, as DOUBLE; null if the prior is 0 or null. #}
{% macro percent_change(value, prior, decimals) %}
    round(({{ value }} - {{ prior }})::double * 100 / nullif({{ prior }}, 0), {{ decimals }})
{% endmacro %}
