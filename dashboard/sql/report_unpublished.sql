-- Documents of the same bureau and year from which nothing is published, each with its reason.
select
    sha256,
    title,
    reason_zh,
    reason_en,
    source_url
from unpublished_document
where bureau_code = $bureau_code and report_year = $report_year
order by first_observed_at
