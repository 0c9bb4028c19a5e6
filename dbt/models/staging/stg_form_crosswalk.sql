with source as (

    select * from {{ ref('form_crosswalk') }}

),

renamed as (

    select
        from_edition,
        to_edition,
        section_code,
        from_line as from_line_code,
        from_column as from_column_code,
        to_line as to_line_code,
        to_column as to_column_code,
        relation,
        is_comparable,
        reason_en,
        reason_zh
    from source

)

select * from renamed
