with source as (

    select * from {{ source('staging', 'claim_sum_part') }}

),

renamed as (

    select
        sha256,
        parser_version,
        claim_sum_number,
        part_number,
        label,
        metric_code,
        value
    from source

)

select * from renamed
