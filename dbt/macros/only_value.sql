{# The one distinct value of the rows that meet a condition; null if there is none, or more than one. #}
{% macro only_value(value, condition) %}
    case
        when count(distinct {{ value }}) filter (where {{ condition }}) = 1
            then min({{ value }}) filter (where {{ condition }})
    end
{% endmacro %}
