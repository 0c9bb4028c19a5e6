with bureaus as (

    select * from {{ ref('stg_bureau') }}

),

current_names as (

    select * from {{ ref('stg_bureau_name') }}
    where name_kind = 'name' and name_position = 1

),

registered as (

    select
        bureaus.bureau_code,
        current_names.name_zh,
        current_names.name_en,
        bureaus.level,
        bureaus.region_code,
        bureaus.region_name_zh,
        bureaus.region_name_en,
        bureaus.platform,
        bureaus.status,
        bureaus.status_since,
        bureaus.status_reason,
        bureaus.is_confirmed,
        bureaus.first_expected_year
    from bureaus
    inner join current_names on bureaus.bureau_code = current_names.bureau_code

),

unregistered as (

    select
        reports.bureau_code,
        bool_and(reports.attribution <> 'document') as is_attributed,
        min(documents.agency_name) as agency_name,
        left(min(reports.sha256), 12) as document_mark
    from {{ ref('int_current_report') }} as reports
    inner join {{ ref('stg_document') }} as documents on reports.sha256 = documents.sha256
    where reports.bureau_code not in (select registered.bureau_code from registered)
    group by reports.bureau_code

)

select
    bureau_code,
    name_zh,
    name_en,
    true as is_attributed,
    level,
    region_code,
    region_name_zh,
    region_name_en,
    platform,
    status,
    status_since,
    status_reason,
    is_confirmed,
    first_expected_year
from registered
union all
select
    bureau_code,
    -- two documents of one name are not of one agency: their names must differ as well
    agency_name || case when is_attributed then '' else '（归属不明 ' || document_mark || '）' end as name_zh,
    case when not is_attributed then 'Unknown agency of document ' || document_mark end as name_en,
    is_attributed,
    null as level,
    null as region_code,
    null as region_name_zh,
    null as region_name_en,
    null as platform,
    'unregistered' as status,
    null as status_since,
    null as status_reason,
    false as is_confirmed,
    null as first_expected_year
from unregistered
order by bureau_code
