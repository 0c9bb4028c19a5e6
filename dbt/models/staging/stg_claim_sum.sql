with source as (

    select * from {{ source('staging', 'claim_sum') }}

),

renamed as (

    select
        sha256,
        parser_version,
        claim_sum_number,
        metric_code,
        value,
        part_set,
        is_exhaustive,
        status,
        sentence,
        part_code,
        page,
        table_number,
        row_number,
        cell_number,
        line_number
    from source

)

select * from renamed
