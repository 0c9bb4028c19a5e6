select coalesce(arg_max(is_practice, release_number), false) as is_practice
from {{ ref('stg_release') }}
