"""The command line as a user meets it: answers, and one clear line with status 1 (2 for usage) where there is none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

LIAOCHENG_2023 = """
    select value, prior_value, prior_basis, change_pct from yoy_metric
    where bureau_code = 'hrss-371500' and report_year = 2023 and metric_code = 'applications_received'
"""


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory, reports: Path) -> Path:
    """A home into which the three reports were imported."""
    from flows.home import new_run_id, writing
    from flows.imports import land, local_files
    from flows.night import finish

    home = tmp_path_factory.mktemp("home")
    run_id = new_run_id()
    with writing(home):
        land(home, run_id, local_files([reports]))
        assert finish(home, run_id, None).release.status == "released"
    return home


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
    assert records[0]["error"] == "the PDF is damaged or is none" and records[1]["error"] is None
    assert len(records[1]["figures"]) == 198


def test_parse_shows_the_sums_that_fail(gongkai: Any, reports: Path) -> None:
    outcome = gongkai("parse", reports / "hrss-371500-2023.html")
    assert outcome.status == 0
    assert "source_inconsistent" in outcome.out
    assert "applicant_total granted total: 6 ≠ 0" in outcome.out


def test_status_says_what_the_release_holds(gongkai: Any, imported: Path) -> None:
    outcome = gongkai("status", home=imported)
    assert "3 reports of 3 bureaus, report years 2020 to 2023" in outcome.out


@pytest.mark.parametrize(
    ("arguments", "status", "sentence"),
    [
        (("status",), 1, "no release"),
        (("sql", "select 1"), 1, "no release"),
        (("parse", "--no-such-option"), 2, "No such option"),
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
