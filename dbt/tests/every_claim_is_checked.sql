select
    claims.bureau_code,
    claims.report_year,
    claims.claim_number
from {{ ref('fct_claim') }} as claims
anti join {{ ref('claim_check') }} as claim_checks
    on
        claims.bureau_code = claim_checks.bureau_code
        and claims.report_year = claim_checks.report_year
        and claims.claim_number = claim_checks.claim_number
