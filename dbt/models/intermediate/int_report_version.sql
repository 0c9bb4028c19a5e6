with states as (

    select * from {{ ref('int_attribution') }}

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
        states.is_present and coalesce(states.visited_until_at > moments.moment, true) as is_live
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
                is_live desc,
                states.is_own_portal desc,
                states.visited_at desc,
                states.sha256 asc,
                states.url asc
        ) = 1

),

changes as (

    select
        *,
        lag(sha256) over report as sha256_before,
        lag(is_live) over report as was_live
    from choices
    window report as (partition by bureau_code, report_year order by moment)

),

versions as (

    select
        *,
        row_number() over report as version_number,
        lead(moment) over report as observed_to_at
    from changes
    where sha256_before is null or sha256_before <> sha256 or was_live <> is_live
    window report as (partition by bureau_code, report_year order by moment)

),

several as (

    select distinct sha256
    from versions
    where sha256_before <> sha256
    union
    select distinct sha256_before as sha256
    from versions
    where sha256_before <> sha256

),

contents as (

    select
        documents.sha256,
        documents.prose_sha256,
        sum(hash(figures.section_code, figures.line_code, figures.column_code, figures.value, figures.state)::hugeint)
            as figures_digest
    from several
    inner join {{ ref('stg_document') }} as documents on several.sha256 = documents.sha256
    left join {{ ref('stg_figure') }} as figures
        on documents.sha256 = figures.sha256 and documents.parser_version = figures.parser_version
    group by documents.sha256, documents.prose_sha256

),

compared as (

    select
        versions.*,
        coalesce(contents.figures_digest, 0) <> coalesce(contents_before.figures_digest, 0) as has_other_figures,
        coalesce(contents.prose_sha256, '') <> coalesce(contents_before.prose_sha256, '') as has_other_prose
    from versions
    left join contents on versions.sha256 = contents.sha256
    left join contents as contents_before on versions.sha256_before = contents_before.sha256

)

select
    bureau_code,
    report_year,
    version_number::integer as version_number,
    sha256,
    sha256_before,
    parser_version,
    url as source_url,
    found_on_url,
    capture_id,
    is_live as is_present,
    moment as observed_from_at,
    observed_to_at,
    case
        when sha256_before is null then 'first'
        when was_live and not is_live then 'vanished'
        when sha256_before = sha256 then 'back'
        when has_other_figures then 'numbers'
        when has_other_prose then 'prose'
        else 'cosmetic'
    end as change_class
from compared
