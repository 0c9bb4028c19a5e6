with source as (

    select * from {{ source('staging', 'bureau_name') }}

),

renamed as (

    select
        {{ current_bureau_code('source.bureau_code') }} as bureau_code,
        source.name_kind,
        -- the names that it bore under a former code come after those that it has borne since
        source.position
        + case when source.bureau_code = {{ current_bureau_code('source.bureau_code') }} then 0 else 1000 end
            as name_position,
        source.name_zh,
        source.name_en,
        source.from_year,
        source.to_year
    from source

)

select * from renamed
