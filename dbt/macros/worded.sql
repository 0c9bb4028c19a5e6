{# A template whose placeholders `{name}` are replaced by values; a value that is null reads as a dash. #}
{% macro worded(template, values) %}
    {%- for name, value in values -%}replace({% endfor %}
    {{- template -}}
    {%- for name, value in values -%}
        , '{' || '{{ name }}' || '}', coalesce({{ value }}, '—'))
    {%- endfor %}
{% endmacro %}

{# A number as people write it: no point behind a whole one. #}
{% macro number_as_text(value) -%}
    case
        when {{ value }} = floor({{ value }}) then {{ value }}::bigint::varchar
        else round({{ value }}, 6)::varchar
    end
{%- endmacro %}
