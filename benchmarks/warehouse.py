"""What a warehouse of many reports costs: ``python benchmarks/warehouse.py [--reports 2000 20000 200000]``.

Reports are generated as landing folders (200 cells, 25 checks and 7 claims each, over 17 years; one report in 200 does not
add up, one claim in 500 is off; the rows of a report lie side by side, as the parser writes them), loaded, built and released
as any night's, and asked the questions of docs/queries.md. The same SQL of models and tests, run as one script by one DuckDB,
shows what dbt adds. Seconds are those of this machine; growth and ratios are the result. Nothing is asserted.
"""

from __future__ import annotations

import argparse
import json
import pkgutil
import re
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import duckdb

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from store.home import Home, Landing  # noqa: E402  the path comes first
from warehouse.connection import memory_limit, open_database  # noqa: E402
from warehouse.landing_schemas import SCHEMAS  # noqa: E402
from warehouse.load import load  # noqa: E402
from warehouse.read import connect_release  # noqa: E402
from warehouse.release import build_release  # noqa: E402

RUN_ID = "20250201T000000Z-0000"
YEARS = range(2008, 2025)
QUESTIONS = ROOT / "docs" / "queries.md"
FORM = ROOT / "parsing" / "form"
REGIONS = ROOT / "crawler" / "registry" / "regions" / "regions.csv"

REPORTS = f"""
create table region as select * from read_csv('{REGIONS}', all_varchar = true);
create table bureau as
with numbered as (select *, row_number() over (order by region_code) - 1 as n, count(*) over () as regions from region)
select
    i as bureau_number,
    'hrss-' || region_code || case when i >= regions then '-' || (i // regions) else '' end as bureau_code,
    level, region_code, name_zh as region_name_zh, name_en as region_name_en,
    name_zh || '人力资源和社会保障局' || case when i >= regions then (i // regions)::varchar else '' end as name_zh
from range(getvariable('bureaus')) as t(i) join numbered on n = i % regions;
create table report as
from (select
    sha256(bureau_code || report_year) as sha256, bureau_code, name_zh, report_year,
    (hash(bureau_code, report_year) % 30)::integer as received,
    (hash(report_year, bureau_code) % 200 = 0)::integer::double as off
from bureau cross join range({YEARS.start}, {YEARS.stop}) as y(report_year)
limit getvariable('reports')) order by hash(sha256);
create table cell as
select l.section as section_code, l.line_code, c.column_code, row_number() over (order by l.position, c.position) as place
from read_csv('{FORM}/lines.csv', all_varchar = true) l
join read_csv('{FORM}/columns.csv', all_varchar = true) c
  on c.section = l.section and contains(c.edition, '2021')
 and (c.line_codes = '*' or list_contains(string_split(c.line_codes, '|'), l.line_code))
where contains(l.editions, '2021');
"""

PARTS = {
    "document": """select sha256, '1' as parser_version, 'report.html' as source_path, 'text/html' as media_type,
        'html' as reader, name_zh as agency_name, report_year, '2021' as form_edition,
        name_zh || report_year || '年政府信息公开工作年度报告' as title, if(off = 0, 'verified', 'source_inconsistent') as verdict, null as error,
        sha256(sha256) as prose_sha256, [(hash(sha256, i) >> 2)::bigint for i in range(30)] as sentence_marks,
        'title' as year_source, '2021' as proactive_edition, '2021' as applications_edition, false as is_invented
        from report""",
    "figure": """select sha256, '1' as parser_version, section_code, line_code, column_code, value, value::integer::varchar as raw_text,
        case when value = 0 then 'zero' else 'number' end as state, 'proved' as proof, null as proposed_value, null as printed_unit, null as page,
        2 as table_number, (place // 7)::integer as row_number, (place % 7)::integer as cell_number, null as line_number, null as box
        from (select *, case when line_code in ('received_new', 'granted', 'processed_total')
            and column_code in ('natural_person', 'total') then received else 0 end::double as value
            from (select sha256, received, unnest(cells, recursive := true) from report cross join (
                select list(cell order by place) as cells from cell)))""",
    "check": """select sha256, '1' as parser_version, 'applicant_total' as check_code, line_code, 'total' as column_code,
        received::double as left_value, received + off as right_value, if(off = 0, 'pass', 'fail') as status
        from (select sha256, received, line_code, if(line_code = 'granted', off, 0.0) as off
            from (select sha256, received, off, unnest(line_codes) as line_code from report cross join (
                select list(distinct line_code order by line_code) as line_codes from cell where section_code = 'applications')))""",
    "claim": """select sha256, '1' as parser_version, n::integer as claim_number, metric_code, 'count' as claim_kind,
        (received + (hash(sha256, n) % 500 = 0)::integer)::double as value,
        0 as decimals, false as is_approximate, received::varchar as raw_text, '全年收到申请' || received || '件。' as sentence,
        6 as raw_start, 6 + length(received::varchar) as raw_end, '收到申请' as why, null as contains_metric_code,
        'overview' as part_code, null as page, null as table_number, null as row_number, null as cell_number,
        7 as line_number, null as box
        from (select sha256, received, unnest(metric_codes) as metric_code, generate_subscripts(metric_codes, 1) as n
            from report cross join (select ['applications_received', 'proactive_items', 'interpretations',
                'messages_answered', 'press_conferences', 'npc_proposals', 'trainings'] as metric_codes))""",
    "claim_sum": """select sha256, '1' as parser_version, 1 as claim_sum_number, 'applications_received' as metric_code,
        received as value, 'channels' as part_set, true as is_exhaustive, 'pass' as status,
        '全年收到申请' || received || '件，均为网上申请。' as sentence, 'overview' as part_code, null as page, null as table_number,
        null as row_number, null as cell_number, 7 as line_number, null as box from report""",
    "claim_sum_part": """select sha256, '1' as parser_version, 1 as claim_sum_number, 1 as part_number, '网上' as label,
        'applications_online' as metric_code, received as value from report""",
    "ambiguous_number": """select sha256, '1' as parser_version, 1 as position, 1 as value, '1' as raw_text, '1件。' as sentence,
        0 as raw_start, 1 as raw_end, '' as detail, ['reviews', 'litigation'] as candidate_metric_codes, 'other' as part_code,
        null as page, null as table_number, null as row_number, null as cell_number, null as line_number, null as box
        from report where received = 0""",
    "extra_line": """select sha256, '1' as parser_version, 1 as extra_line_number, 'proactive' as section_code, '其他' as label,
        ['1'] as raw_texts, null as page, null as table_number, null as row_number, null as cell_number, null as line_number,
        null as box from report where received = 0""",
}

LINES = {
    "sightings": """select bureau_code, 'https://example.gov.cn/' || sha256 as url, sha256, left(sha256, 32) as capture_id,
        '2025-01-20T00:00:00.000Z' as seen_at, true as is_present, 'report' as kind, null as list_title,
        make_date(report_year + 1, 1, 20) as published_on, 'text/html' as media_type, null as found_on from report""",
    "bureaus": f"""select bureau_code, [{{name_zh: name_zh, name_en: region_name_en || ' bureau', from_year: null::int,
        to_year: null::int}}] as names, []::varchar[] as aliases, level, region_code, region_name_zh, region_name_en,
        'links' as platform, {{base_url: 'https://example.gov.cn'}} as portal, [] as known_reports,
        {YEARS.start} as first_expected_year, {{code: 'active', since: null, reason: null}} as status, true as confirmed
        from bureau""",
    "outcomes": f"""select '{RUN_ID}' as run_id, bureau_code, '2025-02-01T00:00:00Z' as at, 'bureau' as scope, 'quiet' as state
        from bureau""",
}


def main() -> None:
    options = _options()
    print(HEADER)
    for count in options.reports:
        with tempfile.TemporaryDirectory() as folder:
            print(_measured(options.keep or Path(folder), count, options.queries), flush=True)


HEADER = (
    "reports    generated   load    dbt  rest of release  peak MiB (dbt, rest)  release MiB  slowest query  median query"
    "   SQL: models  with tests  dbt/SQL"
)


def _measured(home: Path, count: int, shows_queries: bool) -> str:
    with _clock() as generated:
        generate(home, count)
    with _clock() as loaded:
        load(home, RUN_ID)
    with _clock() as released, _timed("warehouse.release.build_marts") as dbt:
        summary = build_release(home, is_practice=True)
    if summary.status != "released" or summary.folder is None:
        raise SystemExit(f"no release: {summary.reason}")
    peaks = [resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_CHILDREN, resource.RUSAGE_SELF)]
    models, tests = sql_alone(home)
    times = ask(home)
    if shows_queries:
        for title, seconds in times.items():
            print(f"  {1000 * seconds:7.1f} ms  {title}")
    size = sum(file.stat().st_size for file in summary.folder.iterdir()) / 1024 / 1024
    return (
        f"{count:7} {generated[0]:12.1f} {loaded[0]:6.1f} {dbt[0]:6.1f} {released[0] - dbt[0]:16.1f}"
        f" {peaks[0]:14.0f} {peaks[1]:6.0f} {size:12.0f}"
        f" {1000 * max(times.values()):11.1f} ms {1000 * statistics.median(times.values()):10.1f} ms"
        f" {models:13.1f} {models + tests:11.1f} {dbt[0] / (models + tests):8.2f}"
    )


def generate(home: Path, count: int) -> None:
    """A landing folder of ``count`` reports, as the parser would have written it."""
    folder = Home(home).landing(RUN_ID).folder
    folder.mkdir(parents=True)
    with open_database(Path(":memory:"), read_only=False) as connection:
        connection.execute(f"set variable reports = {count}; set variable bureaus = {-(-count // len(YEARS))}")
        connection.execute(
            "set threads = 1"
        )  # several threads hold gigabytes to write the rows in their order, and take longer
        connection.execute(REPORTS)
        rows = {}
        for part, schema in SCHEMAS.items():
            columns = ", ".join(
                f"cast({name} as {_type(str(schema.field(name).type))}) as {name}" for name in schema.names
            )
            query = f"select {columns} from ({PARTS[part]})"
            row = connection.execute(f"copy ({query}) to '{folder}/{part}.parquet' (compression zstd)").fetchone()
            rows[part] = row[0] if row else 0
        for name, query in LINES.items():
            connection.execute(f"copy ({query}) to '{folder}/{name}.jsonl' (format json)")
    Landing(folder).manifest.write_text(json.dumps({"parser_version": "1", "rows": rows}), encoding="utf-8")


def sql_alone(home: Path) -> tuple[float, float]:
    """Seconds that the compiled models, and then the data tests, take as one script of one DuckDB, without dbt."""
    target = Home(home).dbt / "target"
    nodes = json.loads((target / "manifest.json").read_text(encoding="utf-8"))["nodes"]
    ran = json.loads((target / "run_results.json").read_text(encoding="utf-8"))["results"]
    settings = {"storage_compatibility_version": "v1.3.0", "memory_limit": memory_limit()}
    with (
        tempfile.TemporaryDirectory(dir=home) as folder,
        duckdb.connect(f"{folder}/gongkai.duckdb", config=settings) as connection,
    ):
        connection.execute("set TimeZone = 'UTC'")
        connection.execute(f"attach '{Home(home).warehouse}' as warehouse (read_only)")
        connection.execute(f"attach '{folder}/work.duckdb' as work")
        with _clock() as models:
            for result in ran:
                if result["unique_id"].startswith(("model.", "seed.")):
                    node = nodes[result["unique_id"]]
                    created = creating(connection, node, result.get("compiled_code"))
                    for statement in (*hooks(node, "pre-hook"), created, *hooks(node, "post-hook")):
                        connection.execute(statement)
        with _clock() as tests:
            for result in ran:
                if result["unique_id"].startswith("test."):
                    connection.execute(f"select count(*) from ({result['compiled_code']})").fetchall()
        return models[0], tests[0]


def hooks(node: dict[str, Any], when: str) -> list[str]:
    return [hook["sql"] for hook in node["config"][when]]


def creating(connection: duckdb.DuckDBPyConnection, node: dict[str, Any], compiled: str | None) -> str:
    """The statement that makes a seed's or a model's relation, in a schema that is there."""
    database = "gongkai" if node["schema"] == "main" else "work"
    connection.execute(f"create schema if not exists {database}.{node['schema']}")
    name = f"{database}.{node['schema']}.{node['alias']}"
    if node["resource_type"] == "seed":
        file = (ROOT / "dbt" / node["original_file_path"]).resolve()
        types = ", ".join(f"'{key}': '{kind}'" for key, kind in node["config"]["column_types"].items())
        return f"create table {name} as from read_csv('{file}', header = true, types = {{{types}}})"
    kind = "view" if node["config"]["materialized"] == "view" else "table"
    return f"create {kind} {name} as {compiled}"


def ask(home: Path) -> dict[str, float]:
    """Seconds for each question of docs/queries.md by its title, the median of three."""
    text = QUESTIONS.read_text(encoding="utf-8")
    times = {}
    with connect_release(home) as release:
        for title, query in re.findall(r"^### (.+?)\n\n```sql\n(.*?)```", text, re.DOTALL | re.MULTILINE):
            runs = []
            for _ in range(3):
                with _clock() as taken:
                    release.execute(query).fetchall()
                runs.append(taken[0])
            times[title] = statistics.median(runs)
    return times


@contextmanager
def _timed(function: str) -> Iterator[list[float]]:
    """Seconds of the one call of ``function`` (its dotted name) while this lasts."""
    taken: list[float] = []
    original = pkgutil.resolve_name(function)

    def call(*arguments: Any, **keywords: Any) -> Any:
        with _clock() as seconds:
            result = original(*arguments, **keywords)
        taken.extend(seconds)
        return result

    with patch(function, call):
        yield taken


def _type(arrow: str) -> str:
    names = {"string": "varchar", "int32": "integer", "int64": "bigint", "double": "double", "bool": "boolean"}
    names |= {"decimal128(18, 6)": "decimal(18, 6)"}
    inner = re.fullmatch(r"list<\w+: (\w+)>", arrow)
    return f"{names[inner.group(1)]}[]" if inner else names[arrow]


@contextmanager
def _clock() -> Iterator[list[float]]:
    taken: list[float] = []
    start = time.perf_counter()
    yield taken
    taken.append(time.perf_counter() - start)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reports", type=int, nargs="+", default=[2_000, 20_000, 200_000])
    parser.add_argument("--keep", type=Path, help="a new folder for the home, which stays (one number of reports)")
    parser.add_argument("--queries", action="store_true", help="show the time of each question")
    return parser.parse_args()


if __name__ == "__main__":
    main()
