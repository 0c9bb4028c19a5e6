with kinds as (

    select * from {{ ref('stg_claim_kind') }}

)

select
    claim_kind,
    name_zh,
    name_en,
    unit,
    is_of_change
from kinds
order by claim_kind
