-- A document that was read is in a version of a report or in `unpublished_document`, and never in both.
with places as (

    select sha256 from {{ ref('unpublished_document') }}
    union all
    select distinct sha256 from {{ ref('fct_report_version') }}

)

select
    documents.sha256,
    count(places.sha256) as place_count
from {{ ref('stg_document') }} as documents
left join places on documents.sha256 = places.sha256
group by documents.sha256
having count(places.sha256) <> 1
