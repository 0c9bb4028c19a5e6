with source as (

    select * from {{ source('staging', 'observation') }}

),

renamed as (

    select
        run_id,
        bureau_code,
        url,
        sha256,
        capture_id,
        observed_at,
        is_present,
        kind as observation_kind,
        list_title,
        published_on,
        found_on as found_on_url
    from source

)

select * from renamed
