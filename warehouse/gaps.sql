-- One row for each bureau and year of which a settled report is expected and not there.
with documents as (
    select
        bureau_code,
        report_year,
        string_agg(source_url || ': ' || reason_en || coalesce(' (' || detail || ')', ''), ' ' order by source_url) as words
    from unpublished_document
    where reason_code <> 'another_document'
    group by all
)

select
    coverage.bureau_code,
    coverage.report_year,
    coverage.state,
    coverage.due_on,
    coverage.looked_on,
    coalesce(coverage.blocked_reason, documents.words) as reason
from coverage
left join documents
    on coverage.bureau_code = documents.bureau_code and coverage.report_year = documents.report_year
    and coverage.state in ('fetched', 'quarantined')
where coverage.is_expected and not coverage.is_parsed and coverage.bureau_code = coalesce($1, coverage.bureau_code)
order by coverage.report_year desc, coverage.bureau_code
