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
    where value > 0
    group by bureau_code, report_year, section_code
    -- small numbers in the same few cells are everyday: only a table of three different ones says anything
    having count(distinct value) >= 3

),

repeated as (

    select
        part_code,
        fingerprint,
        item_count,
        count(*) as report_count,
        min(bureau_code) as first_bureau_code
    from tables_of_reports
    group by part_code, fingerprint, item_count
    having count(*) > 1

),

members as (

    select
        tables_of_reports.*,
        repeated.report_count,
        repeated.first_bureau_code
    from tables_of_reports
    inner join repeated
        on
            tables_of_reports.part_code = repeated.part_code
            and tables_of_reports.fingerprint = repeated.fingerprint
            and tables_of_reports.item_count = repeated.item_count

),

own_years as (

    select
        *,
        lag(report_year) over (
            partition by part_code, fingerprint, item_count, bureau_code order by report_year
        ) as twin_report_year,
        count(*) over (partition by part_code, fingerprint, item_count, bureau_code) as own_count
    from members

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

same_table as (

    select
        own_years.bureau_code,
        own_years.report_year,
        own_years.part_code,
        'same_bureau' as scope,
        own_years.bureau_code as twin_bureau_code,
        own_years.twin_report_year,
        own_years.item_count,
        own_years.item_count as shared_count,
        own_years.distinct_count,
        own_years.own_count - 1 as twin_count
    from own_years
    where own_years.twin_report_year is not null
    union all
    select
        own_years.bureau_code,
        own_years.report_year,
        own_years.part_code,
        'other_bureau' as scope,
        case
            when own_years.bureau_code = own_years.first_bureau_code then bureaus.next_bureau_code
            else bureaus.bureau_code
        end as twin_bureau_code,
        case
            when own_years.bureau_code = own_years.first_bureau_code then bureaus.next_report_year
            else bureaus.report_year
        end as twin_report_year,
        own_years.item_count,
        own_years.item_count as shared_count,
        own_years.distinct_count,
        own_years.report_count - own_years.own_count as twin_count
    from own_years
    inner join bureaus
        on
            own_years.part_code = bureaus.part_code
            and own_years.fingerprint = bureaus.fingerprint
            and own_years.item_count = bureaus.item_count
            and own_years.first_bureau_code = bureaus.bureau_code
    where own_years.report_count > own_years.own_count

),

-- a sentence with the same words and the same numbers; what states a zero is the same every year
sentences as (

    select distinct
        bureau_code,
        report_year,
        sentence
    from {{ ref('fct_claim') }}
    where value > 0

),

sentence_counts as (

    select
        bureau_code,
        report_year,
        count(*) as item_count
    from sentences
    group by bureau_code, report_year

),

shared_sentences as (

    select
        later.bureau_code,
        later.report_year,
        earlier.report_year as twin_report_year,
        count(*) as shared_count
    from sentences as later
    inner join sentences as earlier
        on
            later.bureau_code = earlier.bureau_code
            and later.sentence = earlier.sentence
            and later.report_year > earlier.report_year
    group by later.bureau_code, later.report_year, earlier.report_year
    having count(*) >= 3

),

same_prose as (

    select
        shared_sentences.bureau_code,
        shared_sentences.report_year,
        'prose' as part_code,
        'same_bureau' as scope,
        shared_sentences.bureau_code as twin_bureau_code,
        shared_sentences.twin_report_year,
        sentence_counts.item_count,
        shared_sentences.shared_count,
        shared_sentences.shared_count as distinct_count,
        count(*) over one_report as twin_count
    from shared_sentences
    inner join sentence_counts
        on
            shared_sentences.bureau_code = sentence_counts.bureau_code
            and shared_sentences.report_year = sentence_counts.report_year
    where shared_sentences.shared_count >= 0.8 * sentence_counts.item_count
    window one_report as (partition by shared_sentences.bureau_code, shared_sentences.report_year)
    qualify row_number() over (
        partition by shared_sentences.bureau_code, shared_sentences.report_year
        order by shared_sentences.shared_count desc, shared_sentences.twin_report_year desc
    ) = 1

)

select * from same_table
union all
select * from same_prose
order by bureau_code, report_year, part_code, scope
