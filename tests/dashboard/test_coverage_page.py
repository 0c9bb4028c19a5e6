"""Coverage: a state a bureau and year, what it counts, the portals in trouble, and what was not published."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable

import duckdb
import pytest
from starlette.testclient import TestClient

from dashboard.pages import coverage
from tests.dashboard.releases import DOCUMENTS, NAMES

Page = Callable[[str], str]


def grid(html: str) -> str:
    return html[html.index('<table class="grid">') : html.index("</table>")]


def test_every_state_has_a_word_a_sign_and_its_count(get: Page, release: duckdb.DuckDBPyConnection) -> None:
    html = get("/en/coverage")
    counts = dict(release.execute("select state, count(*) from coverage group by state").fetchall())
    legend = html[html.index('<ul class="legend"') :]
    for state, count in counts.items():
        assert re.search(rf'cell-{state}" aria-hidden="true">\S+</span>[^<]+<b>{count}</b>', legend), state
        assert len(re.findall(rf'<td class="cell cell-{state}"', grid(html))) == count


def test_a_late_report_says_its_deadline_and_its_days(get: Page) -> None:
    cell = re.search(r'<td class="cell cell-late" title="([^"]+)"', get("/en/coverage"))
    assert cell is not None
    assert cell.group(1) == "2022: late, 20 days late, published 2023-02-20, due 2023-01-31"


def test_each_year_says_how_many_of_the_expected_are_held(get: Page, release: duckdb.DuckDBPyConnection) -> None:
    held = release.execute(
        "select count(*) filter (is_parsed), count(*) from coverage where is_expected group by report_year order by report_year desc"
    ).fetchall()
    assert re.findall(r"<td>(\d+)<small>/(\d+)</small>", grid(get("/en/coverage"))) == [
        (str(a), str(b)) for a, b in held
    ]


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("province=370000", ["hrss-370100", "hrss-371500"]),
        ("state=missing", ["hrss-330200"]),
        ("state=blocked&year=2023", ["hrss-330300"]),
        ("level=county", []),
    ],
)
def test_a_filter_leaves_its_bureaus(get: Page, query: str, codes: list[str]) -> None:
    html = get(f"/zh/coverage?{query}")
    shown = grid(html) if codes else ""
    assert [code for code in NAMES if f"/zh/bureaus/{code}" in shown] == codes
    assert codes or "没有符合条件的单位" in html


def test_long_lists_come_a_page_at_a_time(get: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coverage, "SIZE", 4)
    assert grid(get("/en/coverage")).count('<tr><th scope="row"') - 1 == 4
    assert grid(get("/en/coverage?page=2")).count('<tr><th scope="row"') - 1 == len(NAMES) - 4
    assert "no such page of the list" in get("/en/coverage?page=9")


def test_a_portal_in_trouble_stands_with_its_reason_in_the_pages_language(get: Page) -> None:
    assert "尚未访问该门户" in get("/zh/coverage")
    assert "the portal has not been visited" in get("/en/coverage")
    assert "<code>captcha</code>" in get("/zh/coverage")


def test_each_reason_stands_with_its_own_years(get: Page) -> None:
    html = get("/en/coverage")
    rows = re.findall(r"<td>([\d, ]+)</td><td class=\"long\">([^<]+)</td>", html[html.index('id="portals"') :])
    assert rows == [("2022", "no list offers a report"), ("2023", "the portal has not been visited")]


def test_what_was_not_published_is_counted_by_reason_and_the_newest_stand_first(get: Page) -> None:
    html = get("/en/coverage")
    listed = html[html.index('id="unpublished"') :]
    assert re.findall(r"<b>(\d+)</b>", listed) == ["28", "7"]
    assert listed.index("文件34") < listed.index("文件33")
    assert listed.count('<td class="day">2024-') == coverage.DOCUMENTS < DOCUMENTS


def test_a_reason_leaves_its_documents(get: Page, visitor: TestClient) -> None:
    html = get("/en/coverage?reason=unreadable")
    assert html.count('<td class="day">2024-') == 7
    rows = list(csv.DictReader(io.StringIO(visitor.get("/en/tables/unpublished.csv?reason=unreadable").text)))
    assert len(rows) == 7


def test_a_parsers_words_are_told_in_chinese_if_they_are_known(get: Page) -> None:
    assert "文件是空的" in get("/zh/coverage")
    assert "the file is empty" not in get("/zh/coverage")


def test_the_table_as_a_file_has_a_row_a_bureau_and_year(visitor: TestClient) -> None:
    text = visitor.get("/zh/tables/coverage.csv?province=370000").text
    assert len(list(csv.DictReader(io.StringIO(text)))) == 4


@pytest.mark.parametrize(
    "query", ["province=1", "level=x", "state=x", "year=x", "page=x", "documents=0", "portals=0", "reason=x"]
)
def test_a_value_that_is_no_choice_is_answered_by_a_sentence(visitor: TestClient, query: str) -> None:
    answer = visitor.get(f"/en/coverage?{query}")
    assert answer.status_code == 404
    assert "is not one of the choices" in answer.text
