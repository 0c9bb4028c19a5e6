-- Schema `staging` of warehouse.duckdb: what the flows load and dbt's sources read. Rows are only ever added,
-- except that a bureau's row follows the registry. Moments are UTC.
create schema if not exists staging;

-- The version of these tables; a database of an older version is migrated (`migrations/`), or made anew from the archive
-- (`gongkai rebuild`).
create table if not exists staging.schema_version as select 6 as version;

-- One row for each migration that this database has been through; none if it was made with the tables as they are.
create table if not exists staging.migration (
    version integer primary key,
    name varchar not null,
    applied_at timestamptz not null
);

-- One row for each run whose landing folder is in these tables, with the parser that read what it saw.
create table if not exists staging.run (
    run_id varchar primary key,
    parser_version varchar not null
);

-- One row for each request made (or file imported), as logged in archive/captures/<run_id>.jsonl. No primary key on the
-- tables that grow with every night or document: an index over tens of millions of rows costs more than the table, and
-- rows only come in together with their new run or document.
create table if not exists staging.capture (
    capture_id varchar not null,
    run_id varchar not null,
    bureau_code varchar,
    kind varchar not null check (
        kind in ('robots', 'list', 'shell', 'report', 'attachment', 'sitemap', 'import')
    ),
    url varchar not null,
    final_url varchar,
    redirected_from varchar[],
    method varchar,
    requested_at timestamptz,
    captured_at timestamptz not null,
    status integer,
    request_headers json,
    response_headers json,
    tls json,
    media_type varchar,
    sha256 varchar,
    size bigint,
    reason varchar,
    outcome varchar not null check (
        outcome in (
            'ok', 'not_modified', 'not_here', 'soft_404', 'maintenance', 'empty', 'blocked', 'truncated',
            'wrong_type', 'http_error', 'refused', 'too_large', 'failed'
        )
    ),
    label varchar,
    error varchar
);

-- One row for each change at an address: other content than at the observation before, gone (the content is then the
-- last one seen), or back. Append-only: what was known at any moment follows from it.
create table if not exists staging.observation (
    run_id varchar not null,
    bureau_code varchar,
    url varchar not null,
    sha256 varchar not null,
    capture_id varchar not null,
    observed_at timestamptz not null,
    is_present boolean not null,
    kind varchar not null check (kind in ('report', 'attachment', 'import')),
    list_title varchar,
    published_on date,
    media_type varchar,
    found_on varchar
);

-- One row for each run and bureau (scope `bureau`: how its portal was found that night), and for each address that was
-- not what it should be (scope `address`). The marts read it through the views below, which a quiet night does not change.
create table if not exists staging.outcome (
    run_id varchar not null,
    bureau_code varchar not null,
    observed_at timestamptz not null,
    scope varchar not null check (scope in ('bureau', 'address')),
    state varchar not null,
    label varchar,
    reason varchar,
    url varchar,
    capture_id varchar,
    strategy varchar,
    report_year integer
);

-- One row for each content and parser version; run_id is the run that read it.
create table if not exists staging.document (
    sha256 varchar not null,
    parser_version varchar not null,
    run_id varchar not null,
    source_path varchar not null,
    media_type varchar not null,
    reader varchar,
    agency_name varchar,
    report_year integer,
    year_source varchar check (year_source in ('title', 'period', 'headers')),
    form_edition varchar check (form_edition in ('2019', '2021', 'mixed', 'none')),
    proactive_edition varchar check (proactive_edition in ('2019', '2021')),
    applications_edition varchar check (applications_edition in ('2019', '2021')),
    title varchar,
    verdict varchar not null check (
        verdict in ('verified', 'source_inconsistent', 'uncertain', 'unreadable', 'not_a_report')
    ),
    error varchar,
    prose_sha256 varchar,
    sentence_marks bigint[],
    is_invented boolean not null,
    primary key (sha256, parser_version)
);

-- One row for each document version and cell of the form.
create table if not exists staging.figure (
    sha256 varchar not null,
    parser_version varchar not null,
    section_code varchar not null,
    line_code varchar not null,
    column_code varchar not null,
    value decimal(18, 6),
    raw_text varchar,
    state varchar not null check (state in ('number', 'zero', 'blank', 'dash', 'text', 'missing')),
    proof varchar,
    proposed_value decimal(18, 6),
    printed_unit varchar,
    page integer,
    table_number integer,
    row_number integer,
    cell_number integer,
    line_number integer,
    box double[]
);

-- One row for each document version and identity applied to a line or a column.
create table if not exists staging.check (
    sha256 varchar not null,
    parser_version varchar not null,
    check_code varchar not null,
    line_code varchar not null,
    column_code varchar not null,
    left_value decimal(18, 6),
    right_value decimal(18, 6),
    status varchar not null check (status in ('pass', 'fail', 'unknown'))
);

-- One row for each document version and number stated in its prose, numbered in reading order.
create table if not exists staging.claim (
    sha256 varchar not null,
    parser_version varchar not null,
    claim_number integer not null,
    metric_code varchar not null,
    claim_kind varchar not null,
    value decimal(18, 6) not null,
    decimals integer not null,
    is_approximate boolean not null,
    raw_text varchar not null,
    sentence varchar not null,
    raw_start integer,
    raw_end integer,
    why varchar not null,
    contains_metric_code varchar,
    part_code varchar not null,
    page integer,
    table_number integer,
    row_number integer,
    cell_number integer,
    line_number integer,
    box double[]
);

-- One row for each document version and whole that a sentence of its prose states with its parts, numbered in reading order.
create table if not exists staging.claim_sum (
    sha256 varchar not null,
    parser_version varchar not null,
    claim_sum_number integer not null,
    metric_code varchar not null,
    value decimal(18, 6) not null,
    part_set varchar not null,
    is_exhaustive boolean not null,
    status varchar not null check (status in ('pass', 'fail', 'unknown')),
    sentence varchar not null,
    part_code varchar not null,
    page integer,
    table_number integer,
    row_number integer,
    cell_number integer,
    line_number integer,
    box double[]
);

-- One row for each of these sums and part of it, in the order of the sentence; a part need not be a metric of its own.
create table if not exists staging.claim_sum_part (
    sha256 varchar not null,
    parser_version varchar not null,
    claim_sum_number integer not null,
    part_number integer not null,
    label varchar not null,
    metric_code varchar,
    value decimal(18, 6) not null
);

-- One row for each document version and number of its prose that several metrics could own, numbered in reading order; the
-- number is null if it has more digits than can be kept.
create table if not exists staging.ambiguous_number (
    sha256 varchar not null,
    parser_version varchar not null,
    position integer not null,
    value decimal(18, 6),
    raw_text varchar not null,
    sentence varchar not null,
    raw_start integer not null,
    raw_end integer not null,
    detail varchar not null,
    candidate_metric_codes varchar[] not null,
    part_code varchar not null,
    page integer,
    table_number integer,
    row_number integer,
    cell_number integer,
    line_number integer,
    box double[]
);

-- One row for each document version and row of values that the form does not have, numbered in reading order.
create table if not exists staging.extra_line (
    sha256 varchar not null,
    parser_version varchar not null,
    extra_line_number integer not null,
    section_code varchar not null,
    label varchar not null,
    raw_texts varchar[] not null,
    page integer,
    table_number integer,
    row_number integer,
    cell_number integer,
    line_number integer,
    box double[]
);

-- One row for each bureau of the registry; run_id is the run whose registry had this row first.
create table if not exists staging.bureau (
    bureau_code varchar primary key,
    level varchar not null check (level in ('province', 'prefecture', 'county')),
    region_code varchar not null,
    region_name_zh varchar,
    region_name_en varchar,
    platform varchar not null,
    first_expected_year integer,
    status_code varchar not null,
    status_since date,
    status_reason varchar,
    is_confirmed boolean not null,
    successor_codes varchar[] not null,
    record_md5 varchar not null,
    run_id varchar not null
);

-- One row for each name of a bureau: its names over time (position 1 is the current one) and other printed forms.
create table if not exists staging.bureau_name (
    bureau_code varchar not null,
    name_kind varchar not null check (name_kind in ('name', 'alias')),
    position integer not null,
    name_zh varchar not null,
    name_en varchar,
    from_year integer,
    to_year integer
);

-- One row for each report whose address the registry knows.
create table if not exists staging.known_report (
    bureau_code varchar not null,
    report_year integer not null,
    url varchar not null
);

-- One row: the parser of the newest run, which may be an older one again.
create or replace view staging.current_parser as
select parser_version from staging.run order by run_id desc limit 1;

-- One row: the calendar year of the newest look at anything, in China, and the newest report year whose deadline (31
-- January of the year after, as it has been since the report of 2019) had passed by then. Whatever is due is due by the
-- data, never by the clock of a build.
create or replace view staging.horizon as
select
    year(looked_on) as current_year,
    year(looked_on - interval 1 month) - 1 as last_due_year
from (
    select (max(observed_at) at time zone 'Asia/Shanghai')::date as looked_on
    from (
        select max(observed_at) as observed_at from staging.outcome
        union all
        select max(observed_at) as observed_at from staging.observation
    )
);

-- One row for each visit that says how a bureau's portal is: `read` if its lists were read and reports are known there.
create or replace view staging.portal_visit as
select
    bureau_code,
    run_id,
    observed_at,
    case when state in ('new', 'quiet') then 'read' else state end as portal_state,
    label as portal_label,
    reason as portal_reason
from staging.outcome
where scope = 'bureau' and state not in ('not_due', 'postponed');

-- One row for each visited bureau: its portal's state at the last visit, and how and since when it has been so. The words
-- are those of the first of these visits.
create or replace view staging.portal as
with visits as (
    select *, (portal_state, portal_label) as condition, (observed_at, run_id) as moment from staging.portal_visit
),

latest as (
    select bureau_code, arg_max(condition, moment) as condition from visits group by bureau_code
),

earlier as (
    select visits.bureau_code, max(visits.moment) as moment
    from visits
    inner join latest on visits.bureau_code = latest.bureau_code and visits.condition is distinct from latest.condition
    group by visits.bureau_code
),

since as (
    select visits.bureau_code, arg_min(visits, visits.moment) as first_visit
    from visits
    left join earlier on visits.bureau_code = earlier.bureau_code
    where earlier.moment is null or visits.moment > earlier.moment
    group by visits.bureau_code
)

select
    bureau_code,
    first_visit.portal_state,
    first_visit.portal_label,
    case when first_visit.portal_state <> 'read' then first_visit.portal_reason end as portal_reason,
    (first_visit.observed_at at time zone 'Asia/Shanghai')::date as portal_since_on
from since;

-- One row for each bureau and report year that was the last one due when its portal was read: the first day of that.
create or replace view staging.portal_reading as
select
    bureau_code,
    year(read_on - interval 1 month) - 1 as last_due_year,
    min(read_on) as first_read_on
from (
    select
        bureau_code,
        (observed_at at time zone 'Asia/Shanghai')::date as read_on
    from staging.portal_visit
    where portal_state = 'read'
)
group by all;

-- One row for each bureau and address of a report that a list or the registry led to and that never gave an answer; the year is
-- the one that its title in the list names, null if no title names one.
create or replace view staging.unread_address as
with troubled as (
    select distinct bureau_code, url from staging.capture
    where
        kind = 'report'
        and bureau_code is not null
        -- `hunt` is what older logs say for `discover`
        and reason in ('discover', 'hunt', 'known')
        and outcome not in ('ok', 'not_modified', 'not_here', 'soft_404')
),

stated_years as (
    select capture_id, max(report_year) as report_year from staging.outcome
    where scope = 'address' and capture_id is not null
    group by capture_id
)

select
    capture.bureau_code,
    capture.url,
    arg_max(capture.outcome, (capture.captured_at, capture.capture_id)) as outcome,
    arg_max(capture.label, (capture.captured_at, capture.capture_id)) as label,
    case when min(stated_years.report_year) = max(stated_years.report_year) then min(stated_years.report_year) end as report_year
from staging.capture as capture
semi join troubled on capture.bureau_code = troubled.bureau_code and capture.url = troubled.url
left join stated_years on capture.capture_id = stated_years.capture_id
where capture.kind = 'report'
group by capture.bureau_code, capture.url
having not bool_or(capture.outcome in ('ok', 'not_modified', 'not_here', 'soft_404'));
