with superseded as (

    select distinct
        versions.bureau_code,
        versions.report_year,
        versions.sha256
    from {{ ref('int_report_version') }} as versions
    inner join {{ ref('int_current_report') }} as reports
        on versions.bureau_code = reports.bureau_code and versions.report_year = reports.report_year
    where versions.sha256 <> reports.sha256

)

select
    superseded.bureau_code,
    superseded.report_year,
    superseded.sha256,
    figures.section_code,
    figures.line_code,
    figures.column_code,
    {{ is_total('figures.line_code', 'figures.column_code') }} as is_total,
    figures.value,
    figures.raw_text,
    figures.state
from superseded
inner join {{ ref('int_versioned_figure') }} as figures on superseded.sha256 = figures.sha256
order by
    superseded.bureau_code,
    superseded.report_year,
    superseded.sha256,
    figures.section_code,
    figures.line_code,
    figures.column_code
