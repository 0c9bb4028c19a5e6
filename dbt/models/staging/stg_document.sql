with source as (

    select * from {{ source('staging', 'document') }}

),

current_parser as (

    select * from {{ ref('stg_current_parser') }}

),

renamed as (

    select
        sha256,
        parser_version,
        media_type,
        reader,
        agency_name,
        report_year,
        year_source,
        form_edition,
        -- of a report without the form both are `none`, as is its own
        coalesce(proactive_edition, form_edition) as proactive_edition,
        coalesce(applications_edition, form_edition) as applications_edition,
        title,
        verdict,
        error,
        prose_sha256,
        sentence_marks
    from source
    -- as the parser of today reads it; else as it was read last, and run ids sort by time
    qualify
        row_number() over (
            partition by sha256
            order by
                parser_version = (select current_parser.parser_version from current_parser) desc,
                run_id desc,
                parser_version desc
        ) = 1

)

select * from renamed
