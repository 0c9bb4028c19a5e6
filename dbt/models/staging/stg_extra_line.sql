with source as (

    select * from {{ source('staging', 'extra_line') }}

),

renamed as (

    select
        sha256,
        parser_version,
        extra_line_number,
        section_code,
        label,
        raw_texts,
        page,
        table_number,
        row_number
    from source

)

select * from renamed
