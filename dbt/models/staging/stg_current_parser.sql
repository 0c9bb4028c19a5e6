with source as (

    select * from {{ source('staging', 'current_parser') }}

),

renamed as (

    select parser_version from source

)

select * from renamed
