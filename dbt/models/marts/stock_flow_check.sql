with years as (

    select
        bureau_code,
        report_year,
        proactive_edition,
        is_reported,
        is_bureau_changed,
        lag(proactive_edition) over (partition by bureau_code order by report_year) as prior_edition,
        lag(is_reported) over (partition by bureau_code order by report_year) as is_prior_reported
    from {{ ref('der_bureau_year') }}

),

-- the lines that both a stock and its flows are printed for
lines as (

    select
        form_edition,
        line_code
    from {{ ref('int_form_cell') }}
    where section_code = 'proactive' and column_code in ('in_force', 'issued', 'repealed')
    group by form_edition, line_code
    having count(*) = 3

),

line_codes as (

    select distinct line_code from lines

),

stocks as (

    select
        figures.bureau_code,
        figures.report_year,
        figures.line_code,
        max(figures.value) filter (where figures.column_code = 'in_force') as stock,
        max(figures.value) filter (where figures.column_code = 'issued') as made,
        max(figures.value) filter (where figures.column_code = 'repealed') as repealed
    from {{ ref('fct_figure') }} as figures
    inner join line_codes on figures.line_code = line_codes.line_code
    where figures.section_code = 'proactive' and figures.column_code in ('in_force', 'issued', 'repealed')
    group by figures.bureau_code, figures.report_year, figures.line_code

),

with_reason as (

    select
        years.bureau_code,
        years.report_year,
        line_codes.line_code,
        stocks_before.stock as prior_stock,
        stocks.made,
        stocks.repealed,
        stocks.stock,
        stocks_before.stock + stocks.made - stocks.repealed as computed_stock,
        case
            when not years.is_reported then 'no_report'
            when not years.is_prior_reported then 'no_prior_report'
            when years.is_bureau_changed then 'bureau_changed'
            when editions.line_code is null or prior_editions.line_code is null then 'not_in_form'
            when stocks.stock + stocks_before.stock + stocks.made + stocks.repealed is null then 'not_given'
        end as reason
    from years
    cross join line_codes
    left join lines as editions
        on years.proactive_edition = editions.form_edition and line_codes.line_code = editions.line_code
    left join lines as prior_editions
        on years.prior_edition = prior_editions.form_edition and line_codes.line_code = prior_editions.line_code
    left join stocks
        on
            years.bureau_code = stocks.bureau_code
            and years.report_year = stocks.report_year
            and line_codes.line_code = stocks.line_code
    left join stocks as stocks_before
        on
            years.bureau_code = stocks_before.bureau_code
            and years.report_year - 1 = stocks_before.report_year
            and line_codes.line_code = stocks_before.line_code
    where years.is_prior_reported is not null

)

select
    bureau_code,
    report_year,
    line_code,
    prior_stock,
    made,
    repealed,
    computed_stock,
    stock,
    stock - computed_stock as difference,
    case
        when reason is not null then 'cannot_tell'
        when stock = computed_stock then 'ok'
        else 'broken'
    end as state,
    reason
from with_reason
order by bureau_code, report_year, line_code
