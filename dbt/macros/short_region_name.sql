{# A region's name without the word for its kind. #}
{% macro short_region_name(name) -%}
    regexp_replace({{ name }}, '(壮族自治区|回族自治区|维吾尔自治区|自治区|特别行政区|地区|[省市县区盟旗])$', '')
{%- endmacro %}
