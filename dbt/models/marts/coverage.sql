with horizon as (

    select * from {{ ref('stg_horizon') }}

),

bureaus as (

    select * from {{ ref('stg_bureau') }}

),

reports as (

    select
        bureau_code,
        report_year,
        first_published_on as published_on,
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
                greatest(any_value(horizon.current_year) - 1, coalesce(max(reports.report_year), 0))
            )
        )::integer as report_year,
        any_value(horizon.last_due_year) as last_due_year
    from bureaus
    cross join horizon
    left join reports on bureaus.bureau_code = reports.bureau_code
    group by bureaus.bureau_code, bureaus.status, bureaus.status_since, bureaus.first_expected_year

),

duties as (

    select
        bureau_code,
        report_year,
        {{ due_on('report_year') }} as due_on,
        report_year <= last_due_year as is_due,
        report_year >= first_expected_year and (
            status not in ('merged', 'abolished')
            or coalesce({{ due_on('report_year') }} < status_since, false)
        ) as is_owed
    from years

),

readings as (

    select
        duties.bureau_code,
        duties.report_year,
        min(portal_readings.first_read_on) as first_read_on
    from duties
    inner join {{ ref('stg_portal_reading') }} as portal_readings
        on
            duties.bureau_code = portal_readings.bureau_code
            and duties.report_year <= portal_readings.last_due_year
    group by duties.bureau_code, duties.report_year

),

unread as (

    select
        addresses.bureau_code,
        -- an address that says which year it is about says nothing of the others
        coalesce(known_reports.report_year, addresses.report_year) as report_year,
        min('the report at ' || addresses.url || ' was never read: ' || coalesce(addresses.label, addresses.outcome))
            as reason
    from {{ ref('stg_unread_address') }} as addresses
    left join {{ ref('stg_known_report') }} as known_reports
        on addresses.bureau_code = known_reports.bureau_code and addresses.url = known_reports.url
    group by all

),

known_reports as (

    select
        bureau_code,
        report_year,
        min('a report is known at ' || url || ', and was not read') as reason
    from {{ ref('stg_known_report') }}
    group by bureau_code, report_year

),

evidence as (

    select
        duties.bureau_code,
        duties.report_year,
        duties.due_on,
        duties.is_owed,
        duties.is_due,
        reports.published_on,
        reports.bureau_code is not null as is_parsed,
        unsettled.is_quarantined,
        unsettled.bureau_code is not null as is_fetched,
        coalesce(reports.first_observed_on, unsettled.first_observed_on) as first_observed_on,
        readings.first_read_on,
        portals.portal_state,
        portals.portal_label,
        portals.portal_since_on,
        coalesce(known_reports.reason, unread_of_year.reason, unread_of_any_year.reason) as unread_reason,
        case
            when portals.bureau_code is null then 'the portal has not been visited' else portals.portal_reason
        end as portal_reason
    from duties
    left join reports on duties.bureau_code = reports.bureau_code and duties.report_year = reports.report_year
    left join {{ ref('int_unsettled_document') }} as unsettled
        on duties.bureau_code = unsettled.bureau_code and duties.report_year = unsettled.report_year
    left join readings on duties.bureau_code = readings.bureau_code and duties.report_year = readings.report_year
    left join {{ ref('stg_portal') }} as portals on duties.bureau_code = portals.bureau_code
    left join known_reports
        on duties.bureau_code = known_reports.bureau_code and duties.report_year = known_reports.report_year
    left join unread as unread_of_year
        on duties.bureau_code = unread_of_year.bureau_code and duties.report_year = unread_of_year.report_year
    left join unread as unread_of_any_year
        on duties.bureau_code = unread_of_any_year.bureau_code and unread_of_any_year.report_year is null

),

judged as (

    select
        *,
        case
            when is_parsed and is_owed and published_on <= due_on then 'published_on_time'
            when is_parsed and is_owed and first_observed_on <= due_on then 'published_on_time'
            when is_parsed and is_owed and published_on > due_on then 'late'
            when is_parsed then 'parsed'
            when is_quarantined then 'quarantined'
            when is_fetched then 'fetched'
            when not is_owed or not is_due then 'not_expected'
            when unread_reason is null and first_read_on is not null then 'missing'
            else 'blocked'
        end as state
    from evidence

)

select
    bureau_code,
    report_year,
    state,
    is_owed and is_due as is_expected,
    is_parsed,
    due_on,
    published_on,
    first_observed_on,
    case when published_on is not null then greatest(published_on - due_on, 0)::integer end as days_late,
    case when state = 'missing' then first_read_on end as looked_on,
    case
        when state <> 'blocked' then null
        when unread_reason is not null then unread_reason
        when portal_state = 'read' then 'the portal was read before the deadline, and not since'
        else coalesce(portal_reason, portal_label, portal_state)
    end as blocked_reason,
    portal_state,
    portal_label,
    portal_reason,
    portal_since_on
from judged
order by bureau_code, report_year
