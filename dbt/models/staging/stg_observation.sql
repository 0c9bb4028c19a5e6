with source as (

    select * from {{ source('staging', 'observation') }}

),

renamed as (

    select
        source.run_id,
        {{ current_bureau_code('source.bureau_code') }} as bureau_code,
        source.url,
        source.sha256,
        source.capture_id,
        source.observed_at,
        source.is_present,
        source.kind as observation_kind,
        source.list_title,
        source.published_on,
        source.found_on as found_on_url
    from source

)

select * from renamed
