with source as (

    select * from {{ source('staging', 'document') }}

),

renamed as (

    select
        sha256,
        parser_version,
        media_type,
        reader,
        agency_name,
        report_year,
        form_edition,
        title,
        verdict,
        error,
        prose_sha256,
        sentence_marks
    from source
    -- the version that was loaded last; run ids sort by time
    qualify row_number() over (partition by sha256 order by run_id desc, parser_version desc) = 1

)

select * from renamed
