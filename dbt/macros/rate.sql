{# `numerator` of `denominator`, times `per`, to 6 decimals; null if the denominator is 0 or null. Divided as DOUBLE:
   a product of decimals may leave their room, and a quotient of them is a DOUBLE anyway. #}
{% macro rate(numerator, denominator, per) %}
    {{ as_number_or_null('round(' ~ numerator ~ '::double * ' ~ per ~ ' / nullif(' ~ denominator ~ ', 0), 6)') }}
{% endmacro %}
