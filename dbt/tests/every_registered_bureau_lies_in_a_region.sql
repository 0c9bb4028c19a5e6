select
    bureaus.bureau_code,
    bureaus.region_code
from {{ ref('dim_bureau') }} as bureaus
anti join {{ ref('dim_region') }} as regions on bureaus.region_code = regions.region_code
where bureaus.status <> 'unregistered'
