with totals as (

    select
        section as section_code,
        case along when 'line' then "right" end as column_code,
        case along when 'column' then "right" end as line_code
    from {{ ref('identities') }}
    -- two sums are set against each other there, and no cell is their total
    where check_code <> 'balance'

)

select
    cells.form_edition,
    cells.section_code,
    cells.line_code,
    cells.column_code
from {{ ref('int_form_cell') }} as cells
left join totals
    on
        cells.section_code = totals.section_code
        and (cells.column_code = totals.column_code or cells.line_code = totals.line_code)
group by cells.form_edition, cells.section_code, cells.line_code, cells.column_code, cells.is_total
having cells.is_total <> (count(totals.section_code) > 0)
