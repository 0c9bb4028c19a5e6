with source as (

    select * from {{ source('staging', 'sighting') }}

),

renamed as (

    select
        bureau_code,
        url,
        sha256,
        first_seen_at,
        kind as sighting_kind,
        published_on,
        found_on as found_on_url
    from source

)

select * from renamed
