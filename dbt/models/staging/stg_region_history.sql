with source as (

    select * from {{ ref('region_history') }}

),

renamed as (

    select
        region_code,
        level,
        parent_code,
        name_zh,
        name_en,
        from_year as valid_from_year,
        to_year as valid_to_year,
        coalesce(string_split(successor_codes, ' '), []) as successor_codes,
        source as history_source
    from source

)

select * from renamed
