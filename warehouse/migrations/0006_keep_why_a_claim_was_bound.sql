-- What was read before is kept without the words that bound each claim, and without sums and ambiguous numbers. A parser of
-- today has another version than any that read for schema 5: the next night reads every document anew, and these rows are history.
alter table staging.claim rename to claim_before;

create table staging.claim (
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

insert into staging.claim by name
select *, '' as why from staging.claim_before;

drop table staging.claim_before;
