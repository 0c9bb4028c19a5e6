-- One row for each article of a bureau that is there, and that neither it nor its files gave a settled report.
with seen as (
    select * from staging.observation
    where bureau_code = $1
    qualify row_number() over (partition by url order by observed_at desc, run_id desc, capture_id desc) = 1 and is_present
),

documents as (
    select
        coalesce(case when seen.kind = 'attachment' then seen.found_on end, seen.url) as article_url,
        seen.list_title,
        document.verdict,
        document.error,
        -- the year that it prints, else the one that its list names
        coalesce(document.report_year, try_cast(regexp_extract(seen.list_title, '(20\d\d)\s*年', 1) as integer)) as report_year,
        document.verdict in ('verified', 'source_inconsistent') as is_settled
    from seen
    inner join staging.document as document using (sha256)
    inner join staging.current_parser using (parser_version)
)

select
    article_url,
    any_value(list_title) as list_title,
    -- of a page and its files, the one that came nearest to a report
    arg_min(verdict, list_position(['uncertain', 'unreadable', 'not_a_report'], verdict)) as verdict,
    arg_min(error, list_position(['uncertain', 'unreadable', 'not_a_report'], verdict)) as reason
from documents
group by article_url
having
    not bool_or(is_settled)
    and coalesce(
        max(report_year) not in (select settled.report_year from documents as settled where settled.is_settled), true
    )
order by article_url;
