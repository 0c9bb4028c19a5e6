with states as (

    select
        *,
        observation_kind = 'import' as is_import,
        observation_kind = 'attachment' as is_file,
        min(visited_at) over (
            partition by
                bureau_code, report_year, case when observation_kind = 'attachment' then found_on_url else url end
        ) as place_from_at,
        min(visited_at) over (partition by bureau_code, report_year, url) as url_from_at
    from {{ ref('int_attribution') }}

),

moments as (

    select
        bureau_code,
        report_year,
        visited_at as moment
    from states
    union
    select
        bureau_code,
        report_year,
        visited_until_at as moment
    from states
    where visited_until_at is not null

),

choices as (

    select
        moments.bureau_code,
        moments.report_year,
        moments.moment,
        states.sha256,
        states.parser_version,
        states.url,
        states.found_on_url,
        states.capture_id,
        states.is_import,
        coalesce(states.visited_until_at > moments.moment, true) as is_live
    from moments
    inner join states
        on
            moments.bureau_code = states.bureau_code
            and moments.report_year = states.report_year
            and moments.moment >= states.visited_at
    qualify
        row_number() over (
            partition by moments.bureau_code, moments.report_year, moments.moment
            order by
                -- a copy somebody kept says nothing of a portal
                states.is_import asc,
                is_live desc,
                -- of those that have gone, the one that stayed longest
                case when not is_live then states.visited_until_at end desc,
                states.is_own_portal desc,
                -- of those that are there, the place that was found last; of a page and its files the page
                states.place_from_at desc,
                states.is_file asc,
                states.url_from_at desc,
                states.url asc,
                states.visited_at desc,
                states.visited_until_at desc,
                states.sha256 asc
        ) = 1

),

changes as (

    select
        *,
        coalesce(lag(sha256) over report <> sha256 or lag(is_live) over report <> is_live, true) as is_change
    from choices
    window report as (partition by bureau_code, report_year order by moment)

),

numbered as (

    select
        *,
        count(*) filter (where is_change) over (partition by bureau_code, report_year order by moment)
            as version_number
    from changes

),

versions as (

    -- a document may move within a version: the address is the one at which it was last
    select
        bureau_code,
        report_year,
        version_number,
        is_live as is_present,
        sha256,
        parser_version,
        min(moment) as observed_from_at,
        arg_max(url, moment) as source_url,
        arg_max(found_on_url, moment) as found_on_url,
        arg_max(capture_id, moment) as capture_id,
        arg_max(is_import, moment) as is_import
    from numbered
    group by bureau_code, report_year, version_number, is_live, sha256, parser_version

)

select
    bureau_code,
    report_year,
    version_number::integer as version_number,
    sha256,
    lag(sha256) over report as sha256_before,
    parser_version,
    source_url,
    lag(source_url) over report as source_url_before,
    found_on_url,
    capture_id,
    is_present,
    lag(is_present) over report as is_present_before,
    is_import or lag(is_import) over report as is_copy_involved,
    observed_from_at,
    lead(observed_from_at) over report as observed_to_at
from versions
window report as (partition by bureau_code, report_year order by version_number)
