with source as (

    select * from {{ source('staging', 'check') }}

),

renamed as (

    select
        sha256,
        parser_version,
        check_code,
        line_code,
        column_code,
        left_value,
        right_value,
        status
    from source

)

select * from renamed
