select
    finding_id,
    wording_en,
    wording_zh
from {{ ref('finding') }}
where
    contains(wording_en || wording_zh, '{')
    -- a number that was edited may have been a blank
    or (contains(wording_en || wording_zh, '—') and finding_kind <> 'edited_number')
