{# The only year that a title in a list names, as 2022年; null if it names none or several. #}
{% macro listed_year(title) -%}
    case
        when len(list_distinct(regexp_extract_all({{ title }}, '(20\d\d)\s*年', 1))) = 1
            then try_cast(regexp_extract({{ title }}, '(20\d\d)\s*年', 1) as integer)
    end
{%- endmacro %}
