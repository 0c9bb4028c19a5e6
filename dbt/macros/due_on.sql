{# The last day for publishing the report of a year: 31 January of the next (Regulations on Open Government Information
   of 2019, article 50); up to the report of 2018, 31 March (Regulations of 2008, article 31). #}
{% macro due_on(report_year) %}
    make_date({{ report_year }} + 1, case when {{ report_year }} <= 2018 then 3 else 1 end, 31)
{% endmacro %}
