"""The findings: ranked, filtered, a page at a time, each with both its numbers and the way to its evidence."""

from __future__ import annotations

import csv
import io
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from starlette.testclient import TestClient

from tests.dashboard.edited import changed
from tests.dashboard.releases import FINDINGS, HOSTILE, NAMES

Page = Callable[[str], str]


def sentences(html: str) -> list[int]:
    return [int(number) for number in re.findall(r"<p>Sentence (\d+)\.", html)]


def test_the_gravest_stand_first_and_no_page_is_longer_than_fifty(get: Page) -> None:
    first, second = sentences(get("/en/findings")), sentences(get("/en/findings?page=2"))
    assert first == list(range(1, 51))
    assert second == list(range(51, FINDINGS + 1))


def test_a_page_says_how_many_there_are_and_links_the_next_one(get: Page) -> None:
    assert f"{FINDINGS} findings" in get("/en/findings")
    assert 'rel="next"' in get("/en/findings")
    assert 'rel="next"' not in get("/en/findings?page=2")
    assert "no such page of the list" in get("/en/findings?page=3")


@pytest.mark.parametrize(
    ("query", "condition"),
    [
        ("kind=claim_value", "finding_kind = 'claim_value'"),
        ("severity=hint", "severity = 'hint'"),
        ("province=370000", "bureau_code like 'hrss-37%'"),
        ("year=2022&severity=medium", "report_year = 2022 and severity = 'medium'"),
        ("bureau=hrss-330100", "bureau_code = 'hrss-330100'"),
        ("words=%E8%81%8A%E5%9F%8E", "bureau_code = 'hrss-371500'"),
        ("invented=yes", "is_invented"),
        ("invented=no&kind=edited_number", "false"),
    ],
)
def test_a_filter_leaves_what_the_release_has_of_it(
    get: Page, release: duckdb.DuckDBPyConnection, query: str, condition: str
) -> None:
    rows = release.execute(f"select finding_rank from finding where {condition} order by 1").fetchall()  # noqa: S608
    assert sentences(get(f"/en/findings?{query}")) == [rank for (rank,) in rows]


def test_the_table_as_a_file_holds_what_the_filters_leave_and_no_formula(visitor: TestClient) -> None:
    answer = visitor.get("/en/tables/findings.csv?kind=claim_value")
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert {row["finding_kind"] for row in rows} == {"claim_value"}
    assert len(rows) == FINDINGS // 3
    assert rows[0]["first_value"] == "1003"


def test_both_numbers_stand_beside_the_sentence(get: Page) -> None:
    html = get("/en/findings?kind=claim_value")
    assert "<dt>prose</dt><dd>1,003</dd>" in html
    assert "<dt>table</dt><dd>2,003</dd>" in html


def test_evidence_is_the_sentence_of_a_claim_and_the_cell_of_a_sum(get: Page) -> None:
    claims, sums = get("/en/findings?kind=claim_value"), get("/en/findings?kind=sum_applicant_total")
    assert re.search(r'href="/en/bureaus/hrss-\d+/reports/2023\?claim=7"', claims)
    assert "?cell=applications%2Freceived_new%2Ftotal" in claims
    assert "?cell=applications%2Fgranted%2Ftotal" in sums


@pytest.mark.parametrize(
    ("language", "name"), [("en", "Parts stated in the prose do not add up"), ("zh", "正文所列各部分之和不符")]
)
def test_a_sum_of_the_prose_is_shown_in_its_sentence(shown: Path, tmp_path: Path, language: str, name: str) -> None:
    home = Path(shutil.copytree(shown, tmp_path / "home", symlinks=True))
    edit = """
        update finding set finding_kind = 'claim_sum', severity = 'medium', claim_number = null, claim_sum_number = 2
        where finding_kind = 'claim_value'
    """
    html = changed(home, (edit,)).get(f"/{language}/findings?kind=claim_sum").text
    assert name in html
    assert re.search(rf'href="/{language}/bureaus/hrss-\d+/reports/2023#sum-2"', html)
    assert "?cell=" not in html, "the form has no part in it"


def test_the_finding_that_is_asked_for_stands_first_whatever_the_filters(get: Page) -> None:
    html = get(f"/en/findings?finding={7:016x}&kind=claim_value")
    assert sentences(html)[0] == 7
    assert html.count(f'id="f-{7:016x}"') == 1


def test_a_hint_is_said_to_be_no_proof(get: Page) -> None:
    assert "no proof" in get("/en/findings?severity=hint")
    assert "A hint is an oddity" not in get("/en/findings?severity=high")


@pytest.mark.parametrize(
    "query", ["kind=x", "severity=x", "province=99", "year=1066", "bureau=x", "invented=x", "page=0", "finding=x"]
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_value_that_is_no_choice_is_answered_by_a_sentence(visitor: TestClient, query: str, language: str) -> None:
    answer = visitor.get(f"/{language}/findings?{query}")
    assert answer.status_code == 404
    assert '<p class="lead">' in answer.text


def test_text_from_a_portal_stays_text(get: Page, visitor: TestClient) -> None:
    for address in (
        "/en/findings",
        "/zh/findings?bureau=hrss-330400",
        "/zh/coverage",
        "/en/compare",
        "/en/compare?bureau=hrss-330400",
    ):
        html = get(address)
        assert HOSTILE not in html
        assert "javascript:" not in html
    assert "&lt;script&gt;" in get("/zh/findings?bureau=hrss-330400")
    assert "<script>alert" not in visitor.get("/en/findings?kind=<script>alert(1)</script>").text


def test_every_bureau_named_has_its_page_linked(get: Page) -> None:
    html = get("/zh/findings?page=1")
    assert all(f'href="/zh/bureaus/{code}"' in html for code in NAMES)
