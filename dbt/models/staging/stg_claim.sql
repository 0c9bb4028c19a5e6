with source as (

    select * from {{ source('staging', 'claim') }}

),

renamed as (

    select
        sha256,
        parser_version,
        claim_number,
        metric_code,
        claim_kind,
        value,
        decimals,
        is_approximate,
        raw_text,
        sentence,
        raw_start,
        raw_end,
        nullif(why, '') as why,
        contains_metric_code,
        part_code,
        page,
        table_number,
        row_number,
        cell_number,
        line_number
    from source

)

select * from renamed
