with bureaus as (

    select * from {{ ref('dim_bureau') }}

),

reports as (

    select * from {{ ref('fct_report') }}

),

reported as (

    select
        bureau_code,
        min(report_year) as first_year,
        max(report_year) as last_year
    from reports
    group by bureau_code

),

newest as (

    select max(report_year) as report_year from reports

),

-- `least` and `greatest` pass over nulls
bounds as (

    select
        bureaus.bureau_code,
        least(bureaus.first_expected_year, reported.first_year) as first_year,
        greatest(
            reported.last_year,
            case
                when bureaus.status in ('active', 'renamed') then newest.report_year
                when bureaus.status in ('merged', 'abolished') then year(bureaus.status_since) - 1
            end
        ) as last_year
    from bureaus
    cross join newest
    left join reported on bureaus.bureau_code = reported.bureau_code

),

years as (

    select
        bureau_code,
        unnest(generate_series(first_year, last_year))::integer as report_year
    from bounds

)

select
    years.bureau_code,
    years.report_year,
    reports.form_edition,
    reports.bureau_code is not null as is_reported,
    changes.bureau_code is not null as is_bureau_changed
from years
left join reports on years.bureau_code = reports.bureau_code and years.report_year = reports.report_year
left join {{ ref('int_bureau_change') }} as changes
    on years.bureau_code = changes.bureau_code and years.report_year = changes.report_year
order by years.bureau_code, years.report_year
