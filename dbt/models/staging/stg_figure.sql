with source as (

    select * from {{ source('staging', 'figure') }}

),

renamed as (

    select
        sha256,
        parser_version,
        section_code,
        line_code,
        column_code,
        value,
        raw_text,
        state,
        proof,
        proposed_value,
        printed_unit,
        page,
        table_number,
        row_number,
        cell_number,
        line_number
    from source

)

select * from renamed
