-- Adds what one run brought; each statement is named by its `-- name:` line and returns the rows it added. Parameters:
-- $run_id, $parser_version, and the file that the statement reads. Of the line that a kill tore nothing is left (all its
-- values are null); whoever wrote it did not rely on it.

-- name: run
insert into staging.run values ($run_id, $parser_version);

-- name: capture
insert into staging.capture by name
select incoming.*
from read_json($file, format = 'newline_delimited', ignore_errors = true, columns = {
    capture_id: 'varchar', run_id: 'varchar', bureau_code: 'varchar', kind: 'varchar', url: 'varchar',
    final_url: 'varchar', redirected_from: 'varchar[]', method: 'varchar', requested_at: 'timestamptz',
    captured_at: 'timestamptz', status: 'integer', request_headers: 'json', response_headers: 'json', tls: 'json',
    media_type: 'varchar', sha256: 'varchar', size: 'bigint', reason: 'varchar', outcome: 'varchar', label: 'varchar',
    error: 'varchar'
}) as incoming
where incoming.capture_id is not null or incoming.url is not null
qualify row_number() over (partition by incoming.capture_id order by incoming.captured_at) = 1;

-- Only what differs from the observation before it at the same address, so that a night that confirms adds nothing.
-- name: observation
insert into staging.observation by name
with incoming as (
    select sighted.* replace (coalesce(is_present, true) as is_present) rename (seen_at as observed_at), $run_id as run_id
    from read_json($file, format = 'newline_delimited', ignore_errors = true, columns = {
        bureau_code: 'varchar', url: 'varchar', sha256: 'varchar', capture_id: 'varchar', seen_at: 'timestamptz',
        is_present: 'boolean', kind: 'varchar', list_title: 'varchar', published_on: 'date', media_type: 'varchar',
        found_on: 'varchar'
    }) as sighted
    where sighted.url is not null or sighted.sha256 is not null
),

in_order as (
    select
        both_runs.*,
        lag((sha256, is_present)) over (
            partition by bureau_code, url order by observed_at, run_id, capture_id, sha256
        ) as state_before
    from (
        from incoming
        union all by name
        select held.* from staging.observation as held semi join incoming using (url)
    ) as both_runs
)

select * exclude (state_before)
from in_order
where run_id = $run_id and state_before is distinct from (sha256, is_present);

-- A run may bring what was seen before runs that are loaded already (a web archive). The next good answer after it is then
-- an observation as well, if it differs: a confirmation of that time, which went without saying.
-- name: confirmation
insert into staging.observation by name
select
    answered.run_id, seen.bureau_code, seen.url, answered.sha256, answered.capture_id,
    answered.captured_at as observed_at, true as is_present, seen.kind, seen.list_title, seen.published_on,
    answered.media_type, seen.found_on
from staging.observation as seen
inner join staging.capture as answered
    on
        seen.bureau_code = answered.bureau_code
        and seen.url = coalesce(answered.final_url, answered.url)
        and seen.observed_at < answered.captured_at
where
    seen.run_id = $run_id
    and answered.run_id <> $run_id
    and answered.outcome in ('ok', 'not_modified')
    -- what only sends on, by its status line or as a page, is not what was seen there
    and coalesce(answered.status, 200) in (200, 304)
    and answered.label is null
    and answered.sha256 is not null
    and not exists (
        select 1 from staging.observation as next
        where
            next.bureau_code = seen.bureau_code
            and next.url = seen.url
            and next.observed_at > seen.observed_at
            and (next.observed_at <= answered.captured_at or next.capture_id = answered.capture_id)
    )
qualify
    row_number() over (partition by seen.bureau_code, seen.url, seen.observed_at order by answered.captured_at) = 1
    and answered.sha256 <> seen.sha256;

-- name: outcome
insert into staging.outcome by name
select incoming.* rename ("at" as observed_at)
from read_json($file, format = 'newline_delimited', ignore_errors = true, columns = {
    run_id: 'varchar', bureau_code: 'varchar', "at": 'timestamptz', scope: 'varchar', state: 'varchar', label: 'varchar',
    reason: 'varchar', url: 'varchar', capture_id: 'varchar', strategy: 'varchar', report_year: 'integer'
}) as incoming
where incoming.run_id is not null or incoming.bureau_code is not null;

-- name: document
insert into staging.document by name
select incoming.*, $run_id as run_id
from read_parquet($file) as incoming
anti join staging.document as held using (sha256, parser_version);

-- name: detail
insert into staging.{part} by name
select incoming.*
from read_parquet($file) as incoming
semi join new_document using (sha256, parser_version);

-- name: new_document
create or replace temporary table new_document as
select incoming.sha256, incoming.parser_version
from read_parquet($file) as incoming
anti join staging.document as held using (sha256, parser_version);

-- name: changed_bureau
create or replace temporary table changed_bureau as
with incoming as (
    select *
    from read_json($file, format = 'newline_delimited', ignore_errors = true, columns = {
        bureau_code: 'varchar', level: 'varchar', region_code: 'varchar', region_name_zh: 'varchar',
        region_name_en: 'varchar', platform: 'varchar', first_expected_year: 'integer',
        status: 'struct(code varchar, since date, reason varchar)', confirmed: 'boolean',
        names: 'struct(name_zh varchar, name_en varchar, from_year integer, to_year integer)[]',
        aliases: 'varchar[]', known_reports: 'struct(report_year integer, url varchar)[]', successors: 'varchar[]'
    })
    where bureau_code is not null
)
select incoming.*, md5(incoming::varchar) as record_md5
from incoming
left join staging.bureau as held using (bureau_code)
where held.bureau_code is null or (held.record_md5 <> md5(incoming::varchar) and held.run_id < $run_id);

-- name: old_bureaus
delete from staging.bureau where bureau_code in (select bureau_code from changed_bureau);

-- name: bureau
insert into staging.bureau by name
select
    bureau_code, level, region_code, region_name_zh, region_name_en, platform, first_expected_year,
    status.code as status_code, status.since as status_since, status.reason as status_reason,
    confirmed as is_confirmed, coalesce(successors, []) as successor_codes, record_md5, $run_id as run_id
from changed_bureau;

-- name: old_names
delete from staging.bureau_name where bureau_code in (select bureau_code from changed_bureau);

-- name: old_known_reports
delete from staging.known_report where bureau_code in (select bureau_code from changed_bureau);

-- name: known_report
insert into staging.known_report by name
select bureau_code, unnest(known_reports, max_depth := 2) from changed_bureau;

-- name: bureau_name
insert into staging.bureau_name by name
select
    bureau_code, 'name' as name_kind, generate_subscripts(names, 1) as position, unnest(names, max_depth := 2)
from changed_bureau
union all by name
select bureau_code, 'alias' as name_kind, generate_subscripts(aliases, 1) as position, unnest(aliases) as name_zh
from changed_bureau;
