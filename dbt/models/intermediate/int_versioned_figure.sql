with versioned as (

    -- documents of reports that more than one document has held
    select distinct
        sha256,
        parser_version
    from {{ ref('int_report_period') }}
    qualify
        min(sha256) over (partition by bureau_code, report_year)
        <> max(sha256) over (partition by bureau_code, report_year)

)

select
    figures.sha256,
    figures.section_code,
    figures.line_code,
    figures.column_code,
    figures.value,
    figures.raw_text,
    figures.state
from {{ ref('stg_figure') }} as figures
inner join versioned on figures.sha256 = versioned.sha256 and figures.parser_version = versioned.parser_version
