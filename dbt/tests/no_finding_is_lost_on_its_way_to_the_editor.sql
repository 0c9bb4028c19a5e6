select
    found.finding_id,
    found.finding_kind
from {{ ref('der_finding') }} as found
anti join {{ ref('finding') }} as findings on found.finding_id = findings.finding_id
