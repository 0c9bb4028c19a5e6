with reports as (

    select * from {{ ref('int_current_report') }}

),

claims as (

    select * from {{ ref('stg_claim') }}

)

select
    reports.bureau_code,
    reports.report_year,
    claims.claim_number,
    claims.metric_code,
    claims.claim_kind,
    claims.value,
    claims.decimals,
    claims.is_approximate,
    claims.raw_text,
    claims.sentence,
    claims.raw_start,
    claims.raw_end,
    claims.why,
    claims.contains_metric_code,
    claims.part_code,
    claims.page,
    claims.table_number,
    claims.row_number,
    claims.cell_number,
    claims.line_number,
    claims.sha256
from reports
inner join claims on reports.sha256 = claims.sha256 and reports.parser_version = claims.parser_version
order by reports.bureau_code, reports.report_year, claims.claim_number
