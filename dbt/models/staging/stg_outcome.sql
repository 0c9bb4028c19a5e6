with source as (

    select * from {{ source('staging', 'outcome') }}

),

renamed as (

    select
        run_id,
        bureau_code,
        observed_at,
        scope as outcome_scope,
        state as outcome_state,
        label as outcome_label,
        reason,
        url
    from source

)

select * from renamed
