"""The disclosure module beside a Hanweb portal: one page a report, and a search that does not care about columns."""

from dataclasses import replace

import pytest
from scrapy.http import HtmlResponse

from crawler.pages import Row
from crawler.platforms.hanweb_module import REPORT, SEARCH, after, answered, requests, rows
from crawler.registry import load

BASE = "http://127.0.0.14:8620"
TITLE = "某局2024年政府信息公开工作年度报告"


def page(html: str, path: str) -> HtmlResponse:
    return HtmlResponse(BASE + path, body=html.encode(), encoding="utf-8")


def asked(**parameters: object) -> list[tuple[str, bool]]:
    bureau = next(bureau for bureau in load() if bureau.platform == "hanweb")
    portal = {"base_url": BASE, "column_id": None, **parameters}
    found = requests(replace(bureau, portal=portal), (2024, 2023, 2022))
    return [(request.url.removeprefix(BASE), request.is_old) for request in found]


def test_each_year_has_its_page_and_old_ones_are_for_full_walks():
    assert asked(area="1133") == [
        (f"{REPORT}?area=1133&fbtime=2024", False),
        (f"{REPORT}?area=1133&fbtime=2023", True),
        (f"{REPORT}?area=1133&fbtime=2022", True),
    ]


def test_a_search_is_asked_in_the_words_of_the_registry():
    assert asked(xxgk={"infotypeId": "A0702", "area": "1133"}) == [
        (f"{SEARCH}?infotypeId=A0702&area=1133&currpage=1", False)
    ]
    assert asked() == []


def test_a_reports_page_is_its_own_row():
    html = f"<meta name=ArticleTitle content={TITLE}><meta name=PubDate content=2025-01-20>"
    assert rows(page(html, f"{REPORT}?fbtime=2024"), None) == [Row(f"{BASE}{REPORT}?fbtime=2024", TITLE, "2025-01-20")]


def test_a_year_without_a_report_has_no_row():
    assert rows(page("<title>政府信息公开年度报告</title><p>暂无</p>", f"{REPORT}?fbtime=2030"), None) == []


ROWS = "".join(
    f"""<tr class="tr_main_value_{parity}"><td>{number}</td><td><a href="/art/2025/1/20/art_{column}_{number}.html"
    title="{TITLE}">某局…</a></td><td>2025-01-20</td></tr>"""
    for number, parity, column in ((1, "odd", 7), (2, "even", 8))
)


def test_a_search_is_narrowed_to_the_column_where_it_is_known():
    found = page(ROWS, SEARCH)
    assert [row.url.rpartition("/")[2] for row in rows(found, None)] == ["art_7_1.html", "art_8_2.html"]
    assert rows(found, 8) == [Row(f"{BASE}/art/2025/1/20/art_8_2.html", TITLE, "2025-01-20")]


@pytest.mark.parametrize(("number", "is_last"), [(1, False), (2, False), (3, True)])
def test_a_search_says_how_many_pages_it_has(number, is_last):
    following = after(page("<div>共&nbsp;3&nbsp;页</div>", f"{SEARCH}?area=1133&currpage={number}"))
    assert (following is None) is is_last
    assert is_last or following.url == f"{BASE}{SEARCH}?area=1133&currpage={number + 1}"


def test_articles_are_no_answers_of_the_module():
    assert answered(page("", SEARCH)) and answered(page("", REPORT))
    assert not answered(page("", "/col/col7/index.html"))
