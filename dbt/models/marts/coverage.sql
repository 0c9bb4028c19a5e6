with today as (

    -- the day of the newest look at any portal, in China: what the data can know of, whenever it is built
    select (max(observed_at) at time zone 'Asia/Shanghai')::date as looked_on
    from (
        select observed_at from {{ ref('stg_outcome') }}
        union all
        select observed_at from {{ ref('stg_observation') }}
    )

),

bureaus as (

    select * from {{ ref('stg_bureau') }}

),

reports as (

    select
        bureau_code,
        report_year,
        published_on,
        (first_observed_at at time zone 'Asia/Shanghai')::date as first_observed_on
    from {{ ref('int_current_report') }}

),

years as (

    select
        bureaus.bureau_code,
        bureaus.status,
        bureaus.status_since,
        bureaus.first_expected_year,
        unnest(
            generate_series(
                least(bureaus.first_expected_year, coalesce(min(reports.report_year), bureaus.first_expected_year)),
                greatest(year(any_value(today.looked_on)) - 1, coalesce(max(reports.report_year), 0))
            )
        )::integer as report_year,
        any_value(today.looked_on) as looked_on
    from bureaus
    cross join today
    left join reports on bureaus.bureau_code = reports.bureau_code
    group by bureaus.bureau_code, bureaus.status, bureaus.status_since, bureaus.first_expected_year

),

expected as (

    select
        *,
        make_date(report_year + 1, 1, 31) as due_on,
        report_year >= first_expected_year
        and (status not in ('merged', 'abolished') or status_since is null or report_year < year(status_since))
            as is_expected
    from years

),

documents as (

    -- a document that no report came of counts for the year that it prints, or that its list title names
    select
        observations.bureau_code,
        coalesce(
            documents.report_year,
            try_cast(regexp_extract(observations.list_title, '(20\d\d)\s*年', 1) as integer)
        ) as report_year,
        bool_or(documents.verdict = 'uncertain') as is_quarantined,
        min(observations.observed_at) as first_observed_at
    from {{ ref('stg_observation') }} as observations
    left join {{ ref('stg_document') }} as documents on observations.sha256 = documents.sha256
    where observations.bureau_code is not null
    group by all

),

visits as (

    select
        bureau_code,
        outcome_state,
        outcome_label,
        reason
    from {{ ref('stg_outcome') }}
    where outcome_scope = 'bureau' and outcome_state <> 'not_due'
    qualify row_number() over (partition by bureau_code order by observed_at desc, run_id desc) = 1

)

select
    expected.bureau_code,
    expected.report_year,
    case
        when reports.bureau_code is not null and not expected.is_expected then 'parsed'
        when not expected.is_expected then 'not_expected'
        when reports.published_on <= expected.due_on or reports.first_observed_on <= expected.due_on
            then 'published_on_time'
        when reports.published_on > expected.due_on then 'late'
        when reports.bureau_code is not null then 'parsed'
        when documents.is_quarantined then 'quarantined'
        when documents.bureau_code is not null then 'fetched'
        when coalesce(visits.outcome_state in ('new', 'quiet', 'empty'), false)
            then case when expected.looked_on > expected.due_on then 'missing' else 'not_expected' end
        else 'blocked'
    end as state,
    expected.is_expected,
    reports.bureau_code is not null as is_parsed,
    expected.due_on,
    reports.published_on,
    coalesce(
        reports.first_observed_on, (documents.first_observed_at at time zone 'Asia/Shanghai')::date
    ) as first_observed_on,
    case when reports.published_on is not null then greatest(reports.published_on - expected.due_on, 0)::integer end
        as days_late,
    visits.outcome_state as portal_state,
    visits.outcome_label as portal_label,
    coalesce(visits.reason, case when visits.bureau_code is null then 'the portal has not been visited' end)
        as portal_reason,
    expected.looked_on
from expected
left join reports on expected.bureau_code = reports.bureau_code and expected.report_year = reports.report_year
left join documents on expected.bureau_code = documents.bureau_code and expected.report_year = documents.report_year
left join visits on expected.bureau_code = visits.bureau_code
order by expected.bureau_code, expected.report_year
