{# Table macros of the release itself: `from report_as_of(timestamptz '2024-03-01')`, `from figure_as_of(…)`. They are
   made at the end of a build; other commands (`dbt source freshness`) have no marts to make them on. #}
{% macro create_as_of() %}
    {% if flags.WHICH in ('build', 'run') %}
        {{ as_of_macros() }}
    {% endif %}
{% endmacro %}

{% macro as_of_macros() %}
create or replace macro main.report_as_of(moment) as table
select versions.*
from main.fct_report_version as versions
where
    versions.observed_from_at <= moment
    and (versions.observed_to_at is null or versions.observed_to_at > moment);
create or replace macro main.figure_as_of(moment) as table
with figures as (
    select
        bureau_code,
        report_year,
        sha256,
        section_code,
        line_code,
        column_code,
        is_total,
        value,
        raw_text,
        state
    from main.fct_figure
    union all
    select
        bureau_code,
        report_year,
        sha256,
        section_code,
        line_code,
        column_code,
        is_total,
        value,
        raw_text,
        state
    from main.fct_superseded_figure
)

select *
from figures
where (bureau_code, report_year, sha256) in (
    select (bureau_code, report_year, sha256) from main.report_as_of(moment)
);
{% endmacro %}
