"""Reports of which nothing says whose they are, and invented ones: what an import makes of them, and what it says."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flows.cli import main
from practice.invented import invented
from practice.publishers import publisher
from practice.writers import html
from tests.flows.conftest import Outcome
from tests.warehouse.replay import replaying

GENERIC = "县人社局"


def page(bureau_code: str, year: int, agency: str) -> bytes:
    """A practice report with published figures, under another agency's name."""
    owner = publisher(bureau_code)
    return html.document(owner.years[year].report).replace(owner.agency_name, agency).encode()


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("files")
    (folder / "east.html").write_bytes(page("hrss-371500", 2023, GENERIC))
    (folder / "west.html").write_bytes(page("hrss-410105", 2023, GENERIC))
    (folder / "west-before.html").write_bytes(page("hrss-330600", 2022, GENERIC))
    (folder / "nobody.html").write_bytes(page("hrss-440113", 2023, ""))
    (folder / "invented.html").write_text(html.document(invented("hrss-330300").years[2023].report), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("unpublished")


@pytest.fixture(scope="module")
def said(home: Path, files: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Outcome]:
    """What ``gongkai import`` says of them; the output goes to files, for the fixture outlives any test's capture."""
    out, err = (tmp_path_factory.mktemp("said") / name for name in ("out", "err"))
    with (
        replaying(tmp_path_factory), pytest.MonkeyPatch.context() as patch,
        out.open("w") as stdout, err.open("w") as stderr,
    ):  # fmt: skip
        patch.setitem(os.environ, "GONGKAI_HOME", str(home))
        patch.setattr(sys, "argv", ["gongkai", "import", str(files)])
        patch.setattr(sys, "stdout", stdout)
        patch.setattr(sys, "stderr", stderr)
        with pytest.raises(SystemExit) as end:
            main()
    yield Outcome(int(end.value.code or 0), out.read_text(encoding="utf-8"), err.read_text(encoding="utf-8"))


@pytest.fixture
def ask(gongkai: Any, home: Path, said: Outcome) -> Any:
    return lambda query: json.loads(gongkai("sql", query, "--format", "json", home=home).out)


def test_reports_under_a_generic_name_all_stand_and_none_is_compared(ask: Any) -> None:
    rows = ask("select bureau_code, report_year, agency_name, attribution, version_count from fct_report")
    assert sorted(row["report_year"] for row in rows) == [2022, 2023, 2023]
    assert len({row["bureau_code"] for row in rows}) == 3
    assert {(row["agency_name"], row["attribution"], row["version_count"]) for row in rows} == {
        (GENERIC, "document", 1)
    }
    assert ask(
        "select distinct comparability, prior_value from yoy_metric join dim_bureau using (bureau_code)"
        " where not is_attributed and value is not null and not is_doubtful"
    ) == [{"comparability": "not_attributed", "prior_value": None}]


def test_a_bureau_that_stands_for_one_document_bears_a_name_of_its_own(ask: Any) -> None:
    names = [row["name_zh"] for row in ask("select name_zh from dim_bureau where not is_attributed")]
    assert len(set(names)) == 3
    assert all(name.startswith(f"{GENERIC}（归属不明 ") for name in names)


def test_an_import_that_leaves_reports_out_counts_and_names_them_and_fails(said: Outcome) -> None:
    assert said.status == 1
    assert "left out 2 documents read and not published (1 no_agency, 1 invented)" in said.out
    assert "gongkai: nobody.html: The report names no agency" in said.err
    assert "gongkai: invented.html: The document says of itself that its data are invented" in said.err
    assert "east.html" not in said.err


def test_status_counts_and_names_them_too(gongkai: Any, home: Path, said: Outcome) -> None:
    told = gongkai("status", home=home).out
    assert "left out 2 documents" in told and "nobody.html: The report names no agency" in told


def test_a_table_has_each_with_its_reason_in_both_languages(ask: Any) -> None:
    rows = ask("select source_url, reason_code, reason_zh, verdict, is_invented from unpublished_document")
    assert [(row["source_url"], row["reason_code"], row["is_invented"]) for row in rows] == [
        ("import:nobody.html", "no_agency", False),
        ("import:invented.html", "invented", True),
    ]
    assert all("。" in row["reason_zh"] for row in rows)


def test_nothing_of_an_invented_report_is_in_the_marts_of_a_real_home(ask: Any) -> None:
    assert ask("select count(*) as n from fct_report where is_invented or agency_name like '温州%'") == [{"n": 0}]
    assert ask("select count(*) as n from yoy_metric where bureau_code = 'hrss-330300' and value is not null") == [
        {"n": 0}
    ]
