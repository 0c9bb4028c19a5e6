with source as (

    select * from {{ source('staging', 'unread_address') }}

),

renamed as (

    select
        {{ current_bureau_code('source.bureau_code') }} as bureau_code,
        source.url,
        source.outcome,
        source.label,
        source.report_year
    from source
    qualify
        row_number() over (
            partition by {{ current_bureau_code('source.bureau_code') }}, source.url order by source.outcome
        ) = 1

)

select * from renamed
