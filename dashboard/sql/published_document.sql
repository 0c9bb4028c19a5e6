-- Whether this release knows a document: only such bytes are shown.
select sha256 from fct_report
where sha256 = $sha256
union
select sha256 from fct_report_version
where sha256 = $sha256
union
select sha256 from unpublished_document
where sha256 = $sha256
