with periods as (

    select * from {{ ref('int_report_period') }}

),

figures as (

    select
        sha256,
        sum(hash(section_code, line_code, column_code, value, state)::hugeint) as figures_digest
    from {{ ref('int_versioned_figure') }}
    group by sha256

),

contents as (

    select
        documents.sha256,
        coalesce(documents.prose_sha256, '') as prose_digest,
        coalesce(figures.figures_digest, 0) as figures_digest
    from {{ ref('stg_document') }} as documents
    left join figures on documents.sha256 = figures.sha256

),

compared as (

    select
        periods.*,
        contents.figures_digest <> contents_before.figures_digest as has_other_figures,
        contents.prose_digest <> contents_before.prose_digest as has_other_prose
    from periods
    left join contents on periods.sha256 = contents.sha256
    left join contents as contents_before on periods.sha256_before = contents_before.sha256

)

select
    bureau_code,
    report_year,
    version_number,
    sha256,
    sha256_before,
    parser_version,
    source_url,
    found_on_url,
    capture_id,
    is_present,
    observed_from_at,
    observed_to_at,
    case
        when sha256_before is null then 'first'
        when is_present_before and not is_present then 'vanished'
        when sha256_before = sha256 then 'back'
        when is_copy_involved then 'other_copy'
        when has_other_figures then 'numbers'
        when source_url <> source_url_before then 'moved'
        when has_other_prose then 'prose'
        when is_present and not is_present_before then 'back'
        else 'cosmetic'
    end as change_class
from compared
