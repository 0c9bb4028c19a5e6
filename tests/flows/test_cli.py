"""The command line as a user meets it: answers, and one clear line with status 1 (2 for usage) where there is none."""

from __future__ import annotations

import json
import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from parsing.output import digits
from warehouse.gate import write_gate

LIAOCHENG_2023 = """
    select value, prior_value, prior_basis, change_pct from yoy_metric
    where bureau_code = 'hrss-371500' and report_year = 2023 and metric_code = 'applications_received'
"""


def test_a_stated_fall_gives_last_year_where_its_report_is_not_held(gongkai: Any, imported: Path) -> None:
    answer = gongkai("sql", LIAOCHENG_2023, "--format", "json", home=imported)
    assert json.loads(answer.out) == [
        {"value": 11.0, "prior_value": 15.0, "prior_basis": "stated_change", "change_pct": -26.7}
    ]


def test_importing_the_same_files_again_adds_nothing(gongkai: Any, imported: Path, reports: Path) -> None:
    again = gongkai("import", reports, home=imported)
    assert again.status == 0
    assert "0 documents read, 3 known" in again.out
    assert "nothing new, release 1" in again.out


def test_a_bad_file_is_named_and_the_others_go_through(gongkai: Any, reports: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.touch()
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7 and then nothing of the kind")
    page = tmp_path / "page.html"
    page.write_text("<html><body><p>机构职能</p></body></html>", encoding="utf-8")
    good = reports / "hrss-340603-2020.docx"
    outcome = gongkai("import", empty, broken, tmp_path / "absent.pdf", page, good)
    assert outcome.status == 1
    assert "empty.txt: the file is empty" in outcome.err
    assert "absent.pdf: no such file" in outcome.err
    assert "Traceback" not in outcome.err
    assert "1 verified" in outcome.out and "1 not_a_report" in outcome.out and "1 unreadable" in outcome.out


def test_parse_prints_one_object_for_each_document_in_the_order_given(
    gongkai: Any, reports: Path, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7 and then nothing of the kind")
    good = reports / "hrss-340603-2020.docx"
    outcome = gongkai("parse", broken, good, tmp_path / "absent", "--json")
    records = [json.loads(line) for line in outcome.out.splitlines()]
    assert outcome.status == 1
    assert [record["report"]["verdict"] for record in records] == ["unreadable", "verified", "unreadable"]
    assert records[0]["error"] == "the PDF is damaged or is no PDF" and records[1]["error"] is None
    assert len(records[1]["figures"]) == 198


def test_parse_shows_the_sums_that_fail(gongkai: Any, reports: Path) -> None:
    outcome = gongkai("parse", reports / "hrss-371500-2023.html")
    assert outcome.status == 0
    assert "source_inconsistent" in outcome.out
    assert "applicant_total granted total: 6 ≠ 0" in outcome.out


def test_status_says_what_the_release_holds(gongkai: Any, imported: Path) -> None:
    outcome = gongkai("status", home=imported)
    assert "3 reports of 3 bureaus, report years 2020 to 2023" in outcome.out


def test_status_says_why_a_release_was_refused_and_what_the_tests_found(
    gongkai: Any, imported: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    shutil.copytree(imported, home, symlinks=True)
    record = home / "releases" / "1" / "release.json"
    facts = json.loads(record.read_text()) | {"warnings": {"a_report_adds_up_in_itself": 2}}
    record.write_text(json.dumps(facts | {"completeness": {"parsed": 3, "expected": 4}}))
    write_gate(home, "failed", "fct_report would fall", 1, "2024-02-01T00:00:00Z")
    outcome = gongkai("status", home=home)
    assert "complete 3 of 4 expected reports (75.0%)" in outcome.out
    assert "a_report_adds_up_in_itself: 2 rows" in outcome.out
    assert "CLOSED since 2024-02-01T00:00:00Z: fct_report would fall" in outcome.out


def test_status_says_why_there_is_no_release_yet(gongkai: Any, tmp_path: Path) -> None:
    (tmp_path / "releases").mkdir()
    write_gate(tmp_path, "failed", "dbt: no", None, "2024-02-01T00:00:00Z")
    outcome = gongkai("status", home=tmp_path)
    assert outcome.status == 1 and "the first was refused at 2024-02-01T00:00:00Z: dbt: no" in outcome.err


def test_release_publishes_nothing_where_nothing_is_new(gongkai: Any, imported: Path) -> None:
    outcome = gongkai("release", "--keep", 3, home=imported)
    assert (outcome.status, outcome.out) == (0, "nothing new, release 1 with 3 reports stays\n")


@pytest.mark.parametrize(
    ("arguments", "status", "sentence"),
    [
        (("status",), 1, "no release"),
        (("sql", "select 1"), 1, "no release"),
        (("parse", "--no-such-option"), 2, "No such option"),
        (("explain", "hrss-371500", "2023", "reviews"), 1, "no release"),
        (("release",), 1, "nothing to release"),
        (("release", "--keep", "0"), 2, "keep"),
        (("import", "no-such-file.pdf"), 1, "no such file"),
        (("run", "--registry", "no-such-registry.yaml", "--plain"), 1, "registry"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(gongkai: Any, arguments: Any, status: int, sentence: str) -> None:
    outcome = gongkai(*arguments)
    assert outcome.status == status
    assert sentence in outcome.err
    assert "Traceback" not in outcome.err


def test_a_wrong_query_is_answered_with_the_databases_own_words(gongkai: Any, imported: Path) -> None:
    outcome = gongkai("sql", "select * from no_such_table", home=imported)
    assert outcome.status == 1
    assert "no_such_table" in outcome.err and "Traceback" not in outcome.err


def test_a_warehouse_that_another_process_holds_is_said_so(
    gongkai: Any, imported: Path, reports: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import subprocess
    import sys

    hold = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"
    command = [sys.executable, "-c", hold, str(imported / "warehouse.duckdb")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None and holder.stdout.readline() == "held\n"
        outcome = gongkai("import", reports, home=imported)
        holder.communicate("")
    assert outcome.status == 1
    assert outcome.err.count("\n") == 1 and "warehouse" in outcome.err.lower()


def test_readers_use_the_release_with_any_client(imported: Path) -> None:
    with duckdb.connect(str(imported / "releases" / "current" / "gongkai.duckdb"), read_only=True) as connection:
        tables = {name for (name,) in connection.execute("select table_name from duckdb_tables()").fetchall()}
    assert {"fct_report", "fct_figure", "fct_claim", "fct_check", "yoy_metric", "claim_check", "dim_bureau"} <= tables


@pytest.mark.parametrize(
    "query",
    [
        "copy fct_report to '{folder}/stolen.csv'",
        "export database '{folder}/stolen'",
        "attach '{folder}/stolen.duckdb' as stolen",
        "install httpfs",
        "load httpfs",
        "set enable_external_access = true",
        "reset lock_configuration",
        "pragma threads = 1",
        "pragma enable_checkpoint_on_shutdown",
        "call enable_logging()",
        "select * from read_text('/etc/hostname')",
        "select * from read_csv('{folder}/*.csv')",
        "from glob('{folder}/*')",
        "from 'https://example.gov.cn/x.parquet'",
        "drop table fct_report",
        "select 1; delete from fct_report",
        "create table mine as select 1",
        "begin",
    ],
)
def test_a_release_is_asked_and_nothing_else(gongkai: Any, imported: Path, tmp_path: Path, query: str) -> None:
    before = {file: file.stat().st_mtime_ns for file in (imported / "releases").rglob("*")}
    outcome = gongkai("sql", query.format(folder=tmp_path), home=imported)
    assert outcome.status == 1
    assert outcome.err.count("\n") == 1 and "Traceback" not in outcome.err
    assert not list(tmp_path.glob("stolen*"))
    assert {file: file.stat().st_mtime_ns for file in (imported / "releases").rglob("*")} == before


@pytest.mark.parametrize(
    "query",
    [
        "from fct_report select count(*)",
        "with a as (select 1 as n) select * from a",
        "describe fct_report",
        "show tables",
        "summarize dim_bureau",
        "pivot (select report_year, verdict from fct_report) on verdict using count(*)",
        "explain select 1",
        "from figure_as_of(now()) limit 1",
    ],
)
def test_every_way_to_ask_is_answered(gongkai: Any, imported: Path, query: str) -> None:
    assert gongkai("sql", query, "--format", "csv", home=imported).status == 0


def test_csv_ends_its_lines_as_the_files_of_a_release_do(gongkai: Any, imported: Path) -> None:
    assert gongkai("sql", "select 1 as n", "--format", "csv", home=imported).out == "n\n1\n"


def test_moments_are_shown_in_utc_wherever_one_asks(gongkai: Any, imported: Path) -> None:
    for _ in range(2):
        answer = gongkai("sql", "select current_setting('TimeZone') as zone", "--format", "json", home=imported)
        assert json.loads(answer.out) == [{"zone": "UTC"}]


@pytest.mark.parametrize("query", ["", " ; ", "/* a remark */"])
def test_a_query_without_a_statement_is_refused(gongkai: Any, imported: Path, query: str) -> None:
    outcome = gongkai("sql", query, home=imported)
    assert outcome.status == 1
    assert outcome.err == "gongkai: the query is empty\n"


def test_json_answers_hold_numbers_as_numbers_and_nothing_that_json_lacks(gongkai: Any, imported: Path) -> None:
    answer = gongkai(
        "sql", "select 1.50 as d, [0.5, 'nan'::double] as l, 'inf'::double as i", "--format=json", home=imported
    )
    assert json.loads(answer.out, parse_constant=pytest.fail) == [{"d": 1.5, "l": [0.5, None], "i": None}]


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("45.597::decimal(18, 6)", "45.597"),
        ("11::decimal(18, 6)", "11"),
        ("0.000001::decimal(18, 6)", "0.000001"),
        ("sum(9007199254740993::bigint)", "9007199254740993"),
        ("12345678901234567.1::decimal(38, 6)", "12345678901234567.1"),
        ("11.0::double", "11"),
    ],
)
def test_every_format_shows_the_digits_that_a_number_has(gongkai: Any, imported: Path, number: str, shown: str) -> None:
    said = {
        f: gongkai("sql", f"select {number} as n", "--format", f, home=imported).out for f in ("csv", "table", "json")
    }
    assert said["csv"].splitlines() == ["n", shown]
    assert f" {shown} " in said["table"]
    assert json.loads(said["json"], parse_int=str, parse_float=lambda text: digits(Decimal(text))) == [{"n": shown}]


def test_an_unknown_format_is_wrong_usage(gongkai: Any, imported: Path) -> None:
    outcome = gongkai("sql", "select 1", "--format", "xml", home=imported)
    assert outcome.status == 2
    assert "xml" in outcome.err


def test_an_import_names_each_file_that_failed_also_when_it_is_known(
    gongkai: Any, reports: Path, tmp_path: Path
) -> None:
    page = tmp_path / "机构职能.html"
    page.write_text("<html><body><p>机构职能</p></body></html>", encoding="utf-8")
    for _ in range(2):
        outcome = gongkai("import", page, reports / "hrss-340603-2020.docx")
        assert outcome.status == 1
        assert "gongkai: 机构职能.html: " in outcome.err
        assert "hrss-340603" not in outcome.err


@pytest.mark.parametrize(
    "arguments", [("run",), ("run", "--plain"), ("run", "--practice"), ("serve",), ("build",), ("import", __file__)]
)
def test_a_home_that_cannot_be_made_is_said_in_one_line(gongkai: Any, tmp_path: Path, arguments: Any) -> None:
    (tmp_path / "file").touch()
    outcome = gongkai(*arguments, home=tmp_path / "file" / "home")
    assert outcome.status == 1
    assert outcome.err.count("\n") == 1 and "cannot be written" in outcome.err


@pytest.mark.parametrize("arguments", [("run",), ("run", "--plain"), ("serve",)])
def test_a_broken_registry_is_refused_before_anything_is_started(gongkai: Any, tmp_path: Path, arguments: Any) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("bureaus: [\n", encoding="utf-8")
    outcome = gongkai(*arguments, "--registry", broken)
    assert outcome.status == 1
    assert outcome.err.count("\n") == 1 and "broken.yaml cannot be read" in outcome.err
    assert not (tmp_path / "home").exists()


def test_a_bureau_that_the_registry_does_not_know_is_refused(gongkai: Any) -> None:
    outcome = gongkai("run", "--bureau", "hrss-000000")
    assert outcome.status == 1
    assert outcome.err == "gongkai: bureau hrss-000000 is not in the registry\n"
