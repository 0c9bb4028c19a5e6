with tables_of_reports as (

    select
        bureau_code,
        report_year,
        section_code as part_code,
        count(*) as item_count,
        count(distinct value) as distinct_count,
        -- hashed twice: the hash of several values is made of theirs by xor, and swapped numbers would cancel out
        bit_xor(hash(hash(line_code, column_code, value))) as fingerprint
    from {{ ref('fct_figure') }}
    -- a document that is nobody's may be a copy of the very report that it repeats
    where value > 0 and not starts_with(bureau_code, 'unattributed-')
    group by bureau_code, report_year, section_code
    -- small numbers in the same few cells are everyday: only a table of three different ones says anything
    having count(distinct value) >= 3

),

texts as (

    select
        reports.bureau_code,
        reports.report_year,
        documents.prose_sha256,
        documents.sentence_marks,
        len(documents.sentence_marks) as item_count
    from {{ ref('fct_report') }} as reports
    inner join {{ ref('stg_document') }} as documents on reports.sha256 = documents.sha256
    where len(documents.sentence_marks) >= 5 and not starts_with(reports.bureau_code, 'unattributed-')

),

tables_and_texts as (

    select * from tables_of_reports
    union all
    select
        bureau_code,
        report_year,
        'prose' as part_code,
        item_count,
        item_count as distinct_count,
        hash(prose_sha256) as fingerprint
    from texts

),

parts as (

    select
        *,
        lag(report_year) over (partition by part_code, bureau_code order by report_year) is not null as has_earlier
    from tables_and_texts

),

-- what a repetition is held against: the reports that could repeat one of the same bureau, or of another
chances as (

    select
        part_code,
        count(*) as report_count,
        count(*) filter (where has_earlier) as later_report_count
    from parts
    group by part_code

),

repeated as (

    select
        part_code,
        fingerprint,
        item_count,
        count(*) as report_count,
        min(bureau_code) as first_bureau_code
    from parts
    group by part_code, fingerprint, item_count
    having count(*) > 1

),

members as (

    select
        parts.*,
        repeated.report_count,
        repeated.first_bureau_code,
        lag(parts.report_year) over one_bureau as earlier_year,
        count(*) over (
            partition by parts.part_code, parts.fingerprint, parts.item_count, parts.bureau_code
        ) as own_count
    from parts
    inner join repeated
        on
            parts.part_code = repeated.part_code
            and parts.fingerprint = repeated.fingerprint
            and parts.item_count = repeated.item_count
    window one_bureau as (
        partition by parts.part_code, parts.fingerprint, parts.item_count, parts.bureau_code order by parts.report_year
    )

),

-- the other bureau named first, and for that one's own reports the one named next
bureaus as (

    select
        part_code,
        fingerprint,
        item_count,
        bureau_code,
        min(report_year) as report_year,
        lead(bureau_code) over first_to_last as next_bureau_code,
        lead(min(report_year)) over first_to_last as next_report_year
    from members
    group by part_code, fingerprint, item_count, bureau_code
    window first_to_last as (partition by part_code, fingerprint, item_count order by bureau_code)

),

same_of_own as (

    select
        bureau_code,
        report_year,
        part_code,
        'same_bureau' as scope,
        bureau_code as twin_bureau_code,
        earlier_year as twin_report_year,
        item_count,
        item_count as shared_count,
        distinct_count,
        own_count - 1 as twin_count,
        true as is_identical
    from members
    where earlier_year is not null

),

same_of_others as (

    select
        members.bureau_code,
        members.report_year,
        members.part_code,
        'other_bureau' as scope,
        case
            when members.bureau_code = members.first_bureau_code then bureaus.next_bureau_code
            else bureaus.bureau_code
        end as twin_bureau_code,
        case
            when members.bureau_code = members.first_bureau_code then bureaus.next_report_year
            else bureaus.report_year
        end as twin_report_year,
        members.item_count,
        members.item_count as shared_count,
        members.distinct_count,
        members.report_count - members.own_count as twin_count,
        true as is_identical
    from members
    inner join bureaus
        on
            members.part_code = bureaus.part_code
            and members.fingerprint = bureaus.fingerprint
            and members.item_count = bureaus.item_count
            and members.first_bureau_code = bureaus.bureau_code
    where members.report_count > members.own_count

),

texts_before as (

    select
        bureau_code,
        report_year,
        item_count,
        lag(report_year) over one_bureau as earlier_year,
        len(list_intersect(sentence_marks, lag(sentence_marks) over one_bureau)) as shared_count
    from texts
    window one_bureau as (partition by bureau_code order by report_year)

),

nearly_same_prose as (

    select
        texts_before.bureau_code,
        texts_before.report_year,
        'prose' as part_code,
        'same_bureau' as scope,
        texts_before.bureau_code as twin_bureau_code,
        texts_before.earlier_year as twin_report_year,
        texts_before.item_count,
        texts_before.shared_count,
        texts_before.shared_count as distinct_count,
        1 as twin_count,
        false as is_identical
    from texts_before
    anti join same_of_own
        on
            texts_before.bureau_code = same_of_own.bureau_code
            and texts_before.report_year = same_of_own.report_year
            and same_of_own.part_code = 'prose'
    where texts_before.shared_count >= 0.9 * texts_before.item_count

),

found as (

    select * from same_of_own
    union all
    select * from same_of_others
    union all
    select * from nearly_same_prose

)

select
    found.bureau_code,
    found.report_year,
    found.part_code,
    found.scope,
    found.twin_bureau_code,
    found.twin_report_year,
    found.item_count,
    found.shared_count,
    found.distinct_count,
    found.twin_count,
    found.is_identical,
    round(
        100.0 * count(*) over (partition by found.part_code, found.scope)
        / case found.scope when 'same_bureau' then chances.later_report_count else chances.report_count end, 1
    ) as repeating_pct
from found
inner join chances on found.part_code = chances.part_code
order by found.bureau_code, found.report_year, found.part_code, found.scope
