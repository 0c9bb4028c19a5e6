-- One line for each release on record, this one included; `warehouse/release.py` writes it before dbt starts.
with source as (

    select *
    from
        read_json(
            '{{ env_var("GONGKAI_RELEASES_FILE") }}',
            format = 'newline_delimited',
            columns = {
                release: 'integer',
                built_at: 'timestamptz',
                is_practice: 'boolean',
                previous_release: 'integer',
                inputs_digest: 'varchar',
                row_counts: 'struct(fct_report bigint, fct_figure bigint)',
                changes: 'struct(new_report bigint, withdrawn bigint, revision bigint, reading bigint)'
            }
        )

),

renamed as (

    select
        release as release_number,
        built_at,
        is_practice,
        previous_release as previous_release_number,
        inputs_digest,
        struct_extract(row_counts, 'fct_report') as report_count,
        struct_extract(row_counts, 'fct_figure') as figure_count,
        struct_extract(changes, 'new_report') as reports_added,
        struct_extract(changes, 'withdrawn') as reports_withdrawn,
        struct_extract(changes, 'revision') as reports_revised,
        struct_extract(changes, 'reading') as reports_read_anew
    from source

)

select * from renamed
