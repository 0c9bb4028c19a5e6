with findings as (

    select * from {{ ref('der_finding') }}

),

kinds as (

    select * from {{ ref('stg_finding_kind') }}

),

bureaus as (

    select
        bureau_code,
        name_zh,
        coalesce(name_en, name_zh) as name_en
    from {{ ref('dim_bureau') }}

),

reports as (

    select
        bureau_code,
        report_year,
        source_url,
        sha256,
        is_invented
    from {{ ref('fct_report') }}

),

bureaus_with_invented as (

    select distinct bureau_code
    from reports
    where is_invented

),

marks as (

    select
        min(mark_en) as mark_en,
        min(mark_zh) as mark_zh
    from {{ ref('stg_invented_mark') }}

),

lines as (

    select * from {{ ref('dim_form_line') }}

),

columns as (

    select
        section_code,
        column_code,
        min(name_en) as name_en,
        min(name_zh) as name_zh
    from {{ ref('dim_form_column') }}
    group by section_code, column_code

),

metrics as (

    select * from {{ ref('dim_metric') }}

),

parts as (

    select * from {{ ref('stg_report_part') }}

),

named as (

    select
        findings.*,
        kinds.severity,
        kinds.kind_position,
        kinds.caveat_en,
        kinds.caveat_zh,
        {% for language in ['en', 'zh'] %}
            {{ worded('kinds.template_' ~ language, [
                ('bureau', 'bureaus.name_' ~ language),
                ('other_bureau', 'other_bureaus.name_' ~ language),
                ('year', 'findings.report_year::varchar'),
                ('other_year', 'findings.other_report_year::varchar'),
                ('metric', 'metrics.name_' ~ language),
                ('line', 'lines.name_' ~ language),
                ('column', 'columns.name_' ~ language),
                ('cell', "concat_ws(' · ', lines.name_" ~ language ~ ', columns.name_' ~ language ~ ')'),
                ('part', 'parts.name_' ~ language),
                ('first', number_as_text('findings.first_value')),
                ('second', number_as_text('findings.second_value')),
                ('1', 'findings.details[1]'),
                ('2', 'findings.details[2]'),
                ('3', 'findings.details[3]'),
                ('4', 'findings.details[4]'),
            ]) }} as wording_{{ language }},
        {% endfor %}
        reports.source_url,
        reports.sha256,
        other_reports.source_url as other_source_url,
        other_reports.sha256 as other_sha256,
        case
            -- all reports of the bureau are meant
            when findings.report_year is null then bureaus_with_invented.bureau_code is not null
            -- that there is no report is as invented as the portal that lacks it
            when reports.bureau_code is null then home.is_practice
            else reports.is_invented or coalesce(other_reports.is_invented, false)
        end as is_invented
    from findings
    inner join kinds on findings.finding_kind = kinds.finding_kind
    inner join bureaus on findings.bureau_code = bureaus.bureau_code
    left join bureaus as other_bureaus on findings.other_bureau_code = other_bureaus.bureau_code
    left join reports on findings.bureau_code = reports.bureau_code and findings.report_year = reports.report_year
    left join reports as other_reports
        on
            coalesce(findings.other_bureau_code, findings.bureau_code) = other_reports.bureau_code
            and findings.other_report_year = other_reports.report_year
    left join lines on findings.section_code = lines.section_code and findings.line_code = lines.line_code
    left join columns on findings.section_code = columns.section_code and findings.column_code = columns.column_code
    left join metrics on findings.metric_code = metrics.metric_code
    left join parts on findings.part_code = parts.part_code
    left join bureaus_with_invented on findings.bureau_code = bureaus_with_invented.bureau_code
    cross join {{ ref('int_home') }} as home

),

-- a sentence about a bureau that rests on invented numbers says so itself, wherever it is quoted
marked as (

    select
        named.*,
        case when named.is_invented then '[' || marks.mark_en || '] ' else '' end as mark_en,
        case when named.is_invented then '【' || marks.mark_zh || '】' else '' end as mark_zh
    from named
    cross join marks

)

select
    finding_id,
    row_number() over (
        order by
            kind_position asc,
            abs(second_value::double - first_value) desc nulls last,
            report_year desc nulls last,
            finding_id asc
    )::integer as finding_rank,
    finding_kind,
    severity,
    bureau_code,
    report_year,
    is_invented,
    mark_en || wording_en as wording_en,
    mark_zh || wording_zh as wording_zh,
    caveat_en,
    caveat_zh,
    first_value,
    second_value,
    metric_code,
    section_code,
    line_code,
    column_code,
    check_code,
    claim_number,
    claim_sum_number,
    version_number,
    other_bureau_code,
    other_report_year,
    source_url,
    sha256,
    other_source_url,
    other_sha256
from marked
order by finding_rank
