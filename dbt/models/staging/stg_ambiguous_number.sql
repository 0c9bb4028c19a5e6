with source as (

    select * from {{ source('staging', 'ambiguous_number') }}

),

renamed as (

    select
        sha256,
        parser_version,
        position,
        value,
        raw_text,
        sentence,
        raw_start,
        raw_end,
        detail,
        candidate_metric_codes,
        part_code,
        page,
        table_number,
        row_number,
        cell_number,
        line_number
    from source

)

select * from renamed
