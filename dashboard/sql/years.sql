-- The years that reports are about, expected or held, the newest first.
select report_year from coverage
union
select report_year from fct_report
order by report_year desc
