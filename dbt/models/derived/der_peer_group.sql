with years as (

    select
        bureau_years.bureau_code,
        bureau_years.report_year,
        bureaus.level,
        regions.province_code
    from {{ ref('der_bureau_year') }} as bureau_years
    inner join {{ ref('dim_bureau') }} as bureaus on bureau_years.bureau_code = bureaus.bureau_code
    inner join {{ ref('dim_region') }} as regions on bureaus.region_code = regions.region_code

),

members as (

    select
        bureau_code,
        report_year,
        'nation' as peer_scope,
        level as peer_group_code
    from years
    union all
    select
        bureau_code,
        report_year,
        'province' as peer_scope,
        level || '-' || province_code as peer_group_code
    from years
    where level <> 'province'

)

select
    *,
    count(*) over (partition by peer_group_code, report_year) as member_count
from members
