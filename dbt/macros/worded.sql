{# A template whose placeholders `{name}` are replaced by values; a value that is null reads as a dash. #}
{% macro worded(template, values) %}
    {%- for name, value in values -%}replace({% endfor %}
    {{- template -}}
    {%- for name, value in values -%}
        , '{' || '{{ name }}' || '}', coalesce({{ value }}, '—'))
    {%- endfor %}
{% endmacro %}

{# A decimal as people write it: no zeros at its end, no point behind a whole one. #}
{% macro number_as_text(value) -%}
    rtrim(rtrim({{ as_number(value) }}::varchar, '0'), '.')
{%- endmacro %}
