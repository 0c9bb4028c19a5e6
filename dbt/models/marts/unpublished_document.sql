with documents as (

    select * from {{ ref('stg_document') }}

),

-- where each document was seen; of several places the portal's before a copy's, then the first
seen as (

    select
        sha256,
        arg_min(bureau_code, (bureau_code is null, observed_at, url)) as bureau_code,
        arg_min(url, (bureau_code is null, observed_at, url)) as source_url,
        arg_min(found_on_url, (bureau_code is null, observed_at, url)) as found_on_url,
        min(observed_at) as first_observed_at,
        bool_and(bureau_code is null) as is_imported,
        bool_and(is_refused) as is_refused
    from {{ ref('int_observation') }}
    group by sha256

),

published as (

    select distinct sha256 from {{ ref('int_report_version') }}

),

attributed as (

    select distinct sha256 from {{ ref('int_attribution') }}

),

judged as (

    select
        documents.*,
        seen.bureau_code,
        seen.source_url,
        seen.found_on_url,
        seen.first_observed_at,
        case
            when documents.verdict in ('unreadable', 'not_a_report') then documents.verdict
            when seen.is_refused then 'invented'
            when attributed.sha256 is not null then 'another_document'
            when documents.report_year is null then 'no_year'
            when documents.verdict = 'uncertain' then 'uncertain'
            when seen.is_imported and documents.agency_name is null then 'no_agency'
            else 'another_agency'
        end as reason_code
    from documents
    inner join seen on documents.sha256 = seen.sha256
    anti join published on documents.sha256 = published.sha256
    left join attributed on documents.sha256 = attributed.sha256

)

select
    judged.sha256,
    judged.reason_code,
    reasons.reason_en,
    reasons.reason_zh,
    judged.error as detail,
    judged.bureau_code,
    judged.report_year,
    judged.agency_name,
    judged.title,
    judged.verdict,
    judged.is_invented,
    judged.source_url,
    judged.found_on_url,
    judged.first_observed_at,
    judged.media_type,
    judged.reader,
    judged.parser_version
from judged
left join {{ ref('stg_unpublished_reason') }} as reasons on judged.reason_code = reasons.reason_code
order by reasons.reason_position, judged.bureau_code, judged.source_url, judged.sha256
