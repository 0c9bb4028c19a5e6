"""docs/queries.md: twenty-one questions, each answered by a release."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from lookup.query import ask
from tests.lookup.asked_nights import JINAN, NAMES, QINGDAO, SILENT, WALLED, ZIBO, load_nights
from tests.warehouse.replay import replaying
from warehouse.read import connect_release
from warehouse.release import build_release

PAGE = Path(__file__).resolve().parents[2] / "docs" / "queries.md"
SECTION = re.compile(r"^### (\d+)\. (.+?\?)\n\n```sql\n(.+?;)\n```\n\n(.+?)(?=^#|\Z)", re.MULTILINE | re.DOTALL)
Rows = list[dict[str, Any]]


def sections() -> dict[int, tuple[str, str, str]]:
    """Question, SQL and how to read the answer, by number."""
    found = SECTION.findall(PAGE.read_text(encoding="utf-8"))
    return {int(number): (question, query, reading) for number, question, query, reading in found}


QUESTIONS = sections()


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    home = tmp_path_factory.mktemp("asked")
    load_nights(home)
    with replaying(tmp_path_factory):
        summary = build_release(home)
    assert summary.status == "released", summary.reason
    with connect_release(home) as connection:
        yield connection


def answered(release: duckdb.DuckDBPyConnection, number: int) -> Rows:
    columns, rows = ask(release, QUESTIONS[number][1])
    return [dict(zip(columns, row, strict=True)) for row in rows]


def test_there_are_twenty_one_questions_each_with_how_to_read_its_answer() -> None:
    assert list(QUESTIONS) == list(range(1, 22))
    assert PAGE.read_text(encoding="utf-8").count("```sql") == 21
    assert all(len(reading) > 80 for _, _, reading in QUESTIONS.values())


@pytest.mark.parametrize("number", QUESTIONS)
def test_every_question_has_an_answer(release: duckdb.DuckDBPyConnection, number: int) -> None:
    rows = answered(release, number)
    assert rows, QUESTIONS[number][0]
    assert len(rows[0]) > 1
    used = {column for row in rows for column, value in row.items() if value is not None}
    assert set(rows[0]) - used <= {"reason", "detail", "page", "proof", "found_on_url", "other_source_url"}, (
        "columns that say nothing"
    )


ANSWERS: list[tuple[int, dict[str, Any]]] = [
    (1, {"value": 11, "prior_value": 15, "prior_basis": "report", "change_pct": -26.7, "stated_result": "confirmed"}),
    (2, {"name_zh": NAMES["hrss-371500"], "prior_value": 15, "value": 11, "change_pct": -26.7}),
    (3, {"report_year": 2023, "applications": 112, "bureaus_by_form": 4, "bureaus_in_doubt": 0, "bureaus_without": 2}),
    (4, {"name_zh": NAMES[ZIBO], "report_year": 2023, "days_late": 25}),
    (5, {"name_zh": NAMES[SILENT], "report_year": 2023, "state": "missing"}),
    (5, {"name_zh": NAMES[WALLED], "report_year": 2023, "state": "blocked"}),
    (6, {"report_year": 2023, "parsed": 4, "expected": 6, "completeness_pct": 66.7, "missing": 1, "blocked": 1}),
    (7, {"name_zh": NAMES[SILENT], "owed": 2, "last_owed": 2023, "portal": "read"}),
    (8, {"line_code": "refused_third_party", "refusals": 4, "share_pct": 80.0, "bureaus": 1}),
    (9, {"metric_code": "full_disclosure_rate", "value_basis": "figure", "numerator": 30, "denominator": 101}),
    (10, {"report_year": 2023, "applicant_zh": "自然人", "applications": 88}),
    (11, {"rate": "Review correction rate", "report_year": 2023, "numerator": 1, "denominator": 4, "pooled": 25.0}),
    (12, {"metric": "Applications received", "value": 11, "place": 4, "bureau_count": 4, "missing_count": 2}),
    (13, {"province_name_zh": "山东省", "bureau_count": 4, "doubtful_count": 0, "processed": 112}),
    (14, {"name_zh": NAMES[QINGDAO], "version_number": 2, "change_class": "numbers"}),
    (15, {"bureau_code": QINGDAO, "report_year": 2023, "value": 31}),
    (16, {"name_zh": NAMES[JINAN], "stated_value": 30, "computed_value": 20}),
    (17, {"name_zh": NAMES["hrss-371500"], "line_code": "granted", "left_value": 6, "right_value": 0}),
    (18, {"name_zh": NAMES["hrss-371500"], "report_year": 2022, "carried_out": 3, "carried_in": 0, "difference": -3}),
    (19, {"value": 11, "raw_text": "11", "state": "number", "source_url": "https://example.gov.cn/hrss-371500/2023"}),
    (20, {"finding_rank": 1}),
]


@pytest.mark.parametrize(("number", "expected"), ANSWERS)
def test_the_answer_is_that_of_the_reports(
    release: duckdb.DuckDBPyConnection, number: int, expected: dict[str, Any]
) -> None:
    rows = [{name: row[name] for name in expected} for row in answered(release, number)]
    assert expected in rows


def test_a_change_that_the_prose_contradicts_is_not_quoted(release: duckdb.DuckDBPyConnection) -> None:
    """Jinan fell from 40 to 20 by its tables, and its prose speaks of 30."""
    assert NAMES[JINAN] not in {row["name_zh"] for row in answered(release, 2)}


def test_a_finding_of_a_late_report_says_itself_that_a_portal_may_have_moved(
    release: duckdb.DuckDBPyConnection,
) -> None:
    found = release.execute(
        "select wording_en, caveat_en, wording_zh, caveat_zh from finding where finding_kind = 'late_report'"
    ).fetchall()
    assert found
    for english, english_caveat, chinese, chinese_caveat in found:
        assert all("moved" in said for said in (english, english_caveat))
        assert all("迁移" in said for said in (chinese, chinese_caveat))


def test_the_totals_of_the_form_are_not_counted_beside_their_parts(release: duckdb.DuckDBPyConnection) -> None:
    counted = release.execute(
        "select sum(value) filter (where not is_total), sum(value) filter (where is_total) from fct_figure"
        " where section_code = 'applications' and line_code = 'received_new' and report_year = 2023"
    ).fetchone()
    assert counted == (112, 112)


def test_a_past_day_is_answered_as_it_was(release: duckdb.DuckDBPyConnection) -> None:
    query = re.sub(r"timestamptz '[^']+'", "timestamptz '2024-03-15 00:00:00+08'", QUESTIONS[15][1])
    columns, rows = ask(release, query)
    values = {row[columns.index("bureau_code")]: row[columns.index("value")] for row in rows if row[1] == 2023}
    assert values[QINGDAO] == 30


def test_what_other_programs_are_told_to_type_works(release: duckdb.DuckDBPyConnection) -> None:
    (file,) = release.execute("select path from duckdb_databases() where not internal").fetchone() or ("",)
    current = Path(file).parents[1] / "current" / "gongkai.duckdb"
    script = PAGE.read_text(encoding="utf-8").split("    # Python\n")[1].split("\n\n")[0]
    typed = "\n".join(line.strip() for line in script.splitlines()).replace(
        "data/releases/current/gongkai.duckdb", str(current)
    )
    typed = typed.replace(".df()", ".fetchall()")  # pandas is the reader's own
    names: dict[str, Any] = {}
    release.close()  # one process, one way to open a file
    exec(typed, names)  # noqa: S102
    assert names["release"].sql("from yoy_metric").fetchall()
