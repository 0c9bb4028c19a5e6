{# `numerator` of `denominator`, times `per`, to 6 decimals; null where the denominator is 0 or null. #}
{% macro rate(numerator, denominator, per) %}
    round({{ numerator }} * {{ per }} / nullif({{ denominator }}, 0), 6)
{% endmacro %}
