with reports as (

    select * from {{ ref('fct_report') }}

),

covered as (

    select
        bureau_code,
        report_year
    from {{ ref('coverage') }}
    -- the years after a bureau's end are not part of its life
    qualify
        report_year
        <= max(report_year) filter (where is_expected or is_parsed) over (partition by bureau_code)

),

unregistered as (

    select
        bureau_code,
        unnest(generate_series(min(report_year), max(report_year)))::integer as report_year
    from reports
    where bureau_code not in (select covered.bureau_code from covered)
    group by bureau_code

),

years as (

    select * from covered
    union all
    select * from unregistered

)

select
    years.bureau_code,
    years.report_year,
    reports.form_edition,
    reports.proactive_edition,
    reports.applications_edition,
    reports.bureau_code is not null as is_reported,
    changes.bureau_code is not null as is_bureau_changed,
    coalesce(reports.attribution <> 'document', true) as is_attributed,
    coalesce(reports.is_invented, false) as is_invented
from years
left join reports on years.bureau_code = reports.bureau_code and years.report_year = reports.report_year
left join {{ ref('int_bureau_change') }} as changes
    on years.bureau_code = changes.bureau_code and years.report_year = changes.report_year
order by years.bureau_code, years.report_year
