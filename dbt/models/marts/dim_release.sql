with releases as (

    select * from {{ ref('stg_release') }}

),

numbered as (

    select
        *,
        row_number() over (order by release_number desc) = 1 as is_this_release
    from releases

)

select
    release_number,
    built_at,
    is_practice,
    is_this_release,
    previous_release_number,
    case when is_this_release then (select count(*) from {{ ref('fct_report') }}) else report_count end as report_count,
    case when is_this_release then (select count(*) from {{ ref('fct_figure') }}) else figure_count end as figure_count,
    reports_added,
    reports_withdrawn,
    reports_revised,
    reports_read_anew,
    inputs_digest
from numbered
order by release_number
