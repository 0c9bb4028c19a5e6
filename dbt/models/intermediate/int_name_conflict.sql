with bureau_names as (

    select * from {{ ref('stg_bureau_name') }}

),

-- imported reports of agencies that the registry does not know
files as (

    select distinct
        observations.agency_name,
        observations.report_year,
        observations.sha256,
        observations.parser_version,
        observations.url,
        observations.run_id
    from {{ ref('int_observation') }} as observations
    anti join bureau_names on observations.agency_name = bureau_names.name_zh
    where observations.bureau_code is null and observations.is_settled and observations.agency_name is not null

),

-- a file that was edited and imported again is a revision of itself; two files of one run, or of two names, are two
pairs as (

    select distinct
        files.agency_name,
        files.report_year,
        files.sha256,
        files.parser_version,
        other_files.sha256 as other_sha256,
        other_files.parser_version as other_parser_version
    from files
    inner join files as other_files
        on
            files.agency_name = other_files.agency_name
            and files.report_year = other_files.report_year
            and files.sha256 < other_files.sha256
            and (files.url <> other_files.url or files.run_id = other_files.run_id)

),

documents as (

    select
        sha256,
        parser_version
    from pairs
    union
    select
        other_sha256,
        other_parser_version
    from pairs

),

numbers as (

    select
        figures.sha256,
        concat_ws('/', figures.section_code, figures.line_code, figures.column_code) as number_code,
        [figures.value] as given
    from {{ ref('stg_figure') }} as figures
    semi join documents
        on figures.sha256 = documents.sha256 and figures.parser_version = documents.parser_version
    where figures.value is not null
    union all
    select
        claims.sha256,
        concat_ws(':', claims.metric_code, claims.claim_kind) as number_code,
        list_sort(list(distinct claims.value)) as given
    from {{ ref('stg_claim') }} as claims
    semi join documents
        on claims.sha256 = documents.sha256 and claims.parser_version = documents.parser_version
    group by claims.sha256, claims.metric_code, claims.claim_kind

)

select
    pairs.agency_name,
    min(pairs.report_year) as first_report_year
from pairs
inner join numbers on pairs.sha256 = numbers.sha256
inner join numbers as other_numbers
    on
        pairs.other_sha256 = other_numbers.sha256
        and numbers.number_code = other_numbers.number_code
        and numbers.given <> other_numbers.given
group by pairs.agency_name
