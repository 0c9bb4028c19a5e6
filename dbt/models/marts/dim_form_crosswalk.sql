with cells as (

    select * from {{ ref('int_form_cell') }}

),

listed as (

    select * from {{ ref('stg_form_crosswalk') }}

),

edition_pairs as (

    select distinct
        from_edition,
        to_edition
    from listed

),

listed_pairs as (

    select
        listed.from_edition,
        listed.to_edition,
        listed.section_code,
        cells.line_code as from_line_code,
        cells.column_code as from_column_code,
        listed.to_line_code,
        case listed.to_column_code when '*' then cells.column_code else listed.to_column_code end as to_column_code,
        listed.relation,
        listed.is_comparable,
        listed.reason_en,
        listed.reason_zh
    from listed
    inner join cells
        on
            listed.from_edition = cells.form_edition
            and listed.section_code = cells.section_code
            and listed.from_line_code = cells.line_code
            and listed.from_column_code in (cells.column_code, '*')

),

new_cells as (

    select
        from_edition,
        to_edition,
        section_code,
        null as from_line_code,
        null as from_column_code,
        to_line_code,
        to_column_code,
        relation,
        is_comparable,
        reason_en,
        reason_zh
    from listed
    where from_line_code is null

),

-- what both editions code alike, and nobody listed as changed, is the same cell
unlisted_pairs as (

    select
        edition_pairs.from_edition,
        edition_pairs.to_edition,
        cells.section_code,
        cells.line_code as from_line_code,
        cells.column_code as from_column_code,
        cells.line_code as to_line_code,
        cells.column_code as to_column_code,
        'same' as relation,
        true as is_comparable,
        null as reason_en,
        null as reason_zh
    from edition_pairs
    inner join cells on edition_pairs.from_edition = cells.form_edition
    inner join cells as same_cells
        on
            edition_pairs.to_edition = same_cells.form_edition
            and cells.section_code = same_cells.section_code
            and cells.line_code = same_cells.line_code
            and cells.column_code = same_cells.column_code
    anti join listed_pairs
        on
            edition_pairs.from_edition = listed_pairs.from_edition
            and edition_pairs.to_edition = listed_pairs.to_edition
            and cells.section_code = listed_pairs.section_code
            and cells.line_code = listed_pairs.from_line_code
            and cells.column_code = listed_pairs.from_column_code

),

pairs as (

    select * from listed_pairs
    union all
    select * from new_cells
    union all
    select * from unlisted_pairs

),

both_ways as (

    select
        from_edition as form_edition,
        section_code,
        from_line_code as line_code,
        from_column_code as column_code,
        to_edition as other_edition,
        to_line_code as other_line_code,
        to_column_code as other_column_code,
        relation,
        is_comparable,
        reason_en,
        reason_zh
    from pairs
    where from_line_code is not null
    union all
    select
        to_edition as form_edition,
        section_code,
        to_line_code as line_code,
        to_column_code as column_code,
        from_edition as other_edition,
        from_line_code as other_line_code,
        from_column_code as other_column_code,
        relation,
        is_comparable,
        reason_en,
        reason_zh
    from pairs
    where to_line_code is not null

)

select
    form_edition,
    section_code,
    line_code,
    column_code,
    other_edition,
    other_line_code,
    other_column_code,
    relation,
    is_comparable,
    reason_en,
    reason_zh
from both_ways
order by form_edition, section_code, line_code, column_code, other_edition, other_line_code, other_column_code
