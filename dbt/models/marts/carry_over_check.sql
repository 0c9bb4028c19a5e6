with years as (

    select
        bureau_code,
        report_year,
        form_edition,
        is_reported,
        lead(form_edition) over (partition by bureau_code order by report_year) as next_edition,
        lead(is_reported) over (partition by bureau_code order by report_year) as is_next_reported,
        lead(is_bureau_changed) over (partition by bureau_code order by report_year) as is_bureau_changed
    from {{ ref('der_bureau_year') }}

),

cells as (

    select
        bureau_code,
        report_year,
        line_code,
        column_code,
        case when proof = 'proved_zero' then 0 else value end as value,
        coalesce(proof = 'contradicted', false) as is_doubtful
    from {{ ref('fct_figure') }}
    where section_code = 'applications' and line_code in ('carried_out', 'carried_in')

),

carried as (

    select
        carried_out.bureau_code,
        carried_out.report_year,
        carried_out.column_code,
        carried_out.value as carried_out,
        carried_in.value as carried_in,
        carried_out.is_doubtful or carried_in.is_doubtful as is_doubtful
    from cells as carried_out
    inner join cells as carried_in
        on
            carried_out.bureau_code = carried_in.bureau_code
            and carried_out.report_year + 1 = carried_in.report_year
            and carried_out.column_code = carried_in.column_code
    where carried_out.line_code = 'carried_out' and carried_in.line_code = 'carried_in'

),

totals as (

    select
        bureau_code,
        report_year,
        max(carried_out) filter (where column_code = 'total') as carried_out,
        max(carried_in) filter (where column_code = 'total') as carried_in,
        count(carried_in - carried_out) as compared_column_count,
        count(*) filter (where carried_out <> carried_in) as broken_column_count,
        string_agg(column_code, '|' order by column_code) filter (where carried_out <> carried_in) as broken_columns,
        bool_or(is_doubtful) as is_either_doubtful
    from carried
    group by bureau_code, report_year

),

with_reason as (

    select
        years.*,
        totals.carried_out,
        totals.carried_in,
        coalesce(totals.compared_column_count, 0) as compared_column_count,
        coalesce(totals.broken_column_count, 0) as broken_column_count,
        totals.broken_columns,
        coalesce(totals.is_either_doubtful, false) as is_either_doubtful,
        case
            when not years.is_reported then 'no_report'
            when not years.is_next_reported then 'no_next_report'
            when years.is_bureau_changed then 'bureau_changed'
            when 'none' in (years.form_edition, years.next_edition) then 'not_in_form'
            when totals.broken_column_count > 0 then null
            when totals.carried_out is null or totals.carried_in is null then 'not_given'
        end as reason
    from years
    left join totals on years.bureau_code = totals.bureau_code and years.report_year = totals.report_year
    where years.is_next_reported is not null

)

select
    bureau_code,
    report_year,
    carried_out,
    carried_in,
    carried_in - carried_out as difference,
    compared_column_count,
    broken_column_count,
    broken_columns,
    case
        when reason is not null then 'cannot_tell'
        when broken_column_count > 0 then 'broken'
        else 'ok'
    end as state,
    reason,
    is_either_doubtful
from with_reason
order by bureau_code, report_year
