with source as (

    select * from {{ ref('agency_words') }}

),

renamed as (

    select
        word,
        kind as word_kind
    from source

)

select * from renamed
