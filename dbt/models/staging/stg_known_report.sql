with source as (

    select * from {{ source('staging', 'known_report') }}

),

renamed as (

    select
        bureau_code,
        report_year,
        url
    from source

)

select * from renamed
