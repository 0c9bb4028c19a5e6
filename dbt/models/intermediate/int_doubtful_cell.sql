with failing_checks as (

    select
        reports.bureau_code,
        reports.report_year,
        documents.applications_edition,
        checks.check_code,
        checks.line_code,
        checks.column_code
    from {{ ref('int_current_report') }} as reports
    inner join {{ ref('stg_document') }} as documents on reports.sha256 = documents.sha256
    inner join {{ ref('stg_check') }} as checks
        on reports.sha256 = checks.sha256 and reports.parser_version = checks.parser_version
    where checks.status = 'fail'

),

cells as (

    select * from {{ ref('int_form_cell') }}

)

select distinct
    failing_checks.bureau_code,
    failing_checks.report_year,
    cells.section_code,
    cells.line_code,
    cells.column_code
from failing_checks
inner join cells
    on
        failing_checks.applications_edition = cells.form_edition
        and case failing_checks.check_code
            when 'applicant_total'
                then cells.section_code = 'applications' and failing_checks.line_code = cells.line_code
            when 'appeal_total'
                then cells.section_code = 'appeals' and failing_checks.line_code = cells.line_code
            when 'outcome_total'
                then cells.is_outcome and failing_checks.column_code = cells.column_code
            when 'balance'
                then cells.is_balance and failing_checks.column_code = cells.column_code
        end
