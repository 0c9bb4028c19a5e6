"""Pages that only link: which links are rows, whose date is whose, and which addresses are none."""

import pytest
from scrapy.http import HtmlResponse

from crawler.pages import Row
from crawler.pages.links import address_of, link_rows, reads_like_report, stays_below_root

URL = "http://127.0.0.31:8620/xxgk/gknb/index.html"
REPORT = "http://127.0.0.31:8620/xxgk/gknb/7.html"
TITLE = "某局2024年政府信息公开工作年度报告"
DAY = "2025-01-20"


def page(html: str) -> HtmlResponse:
    return HtmlResponse(URL, body=html.encode(), encoding="utf-8")


@pytest.mark.parametrize(
    "html",
    [
        f'<ul><li><a href="7.html" title="{TITLE}">某局2024年…</a><span>{DAY}</span></li></ul>',
        f'<ul><li><span>[{DAY}]</span><a href="7.html">{TITLE}</a></li></ul>',
        f'<ul><li><a href="7.html"><p>{TITLE}</p><em>{DAY}</em></a></li></ul>',
        f'<table><tr><td>1</td><td><a href="./7.html">{TITLE}</a></td><td>2025年1月20日</td></tr></table>',
        f'<div><a href="7.html">{TITLE}</a><i>{DAY}</i><a href="6.html">旧闻</a><i>2024-01-09</i></div>',
        f'<ul><li><a href="7.html"><img src="a.png"></a><a href="7.html">{TITLE}</a> {DAY}</li></ul>',
    ],
)
def test_every_skin_of_a_list_gives_the_same_row(html):
    assert link_rows(page(html))[0] == Row(REPORT, TITLE, DAY)


def test_a_date_inside_a_title_is_not_taken_for_that_of_the_entry():
    html = f'<ul><li><a href="7.html">关于2024-12-31前公开的说明</a><span>{DAY}</span></li></ul>'
    assert link_rows(page(html)) == [Row(REPORT, "关于2024-12-31前公开的说明", DAY)]


def test_in_a_layout_table_a_date_belongs_to_the_link_before_it():
    entries = "".join(f'<a href="{n}.html">第{n}件</a> 2025-01-0{n}<br>' for n in range(1, 6))
    found = link_rows(page(f"<table><tr><td>{entries}</td></tr></table>"))
    assert [row.published_on for row in found] == [f"2025-01-0{n}" for n in range(1, 6)]


@pytest.mark.parametrize(
    "href", ["javascript:void(0)", "#top", "mailto:a@example.cn", "index.html", "http://[bad/", ""]
)
def test_what_leads_nowhere_is_no_row(href):
    assert link_rows(page(f'<a href="{href}">{TITLE}</a>')) == []


def test_a_fragment_counts_where_an_application_keeps_its_path_in_it():
    assert address_of(page(""), "7.html#bottom") == REPORT
    assert address_of(page(""), "#/detail/7") == f"{URL}#/detail/7"


@pytest.mark.parametrize(
    ("title", "published_on", "is_taken"),
    [
        (TITLE, None, True),
        ("某局政府信息公开工作年度报告", DAY, True),
        ("政府信息公开年度报告", None, False),
        ("政府信息公开指南", DAY, False),
        ("某市某局2024年政府信…", DAY, True),
        ("某市某局召开年度工作会议部署…", DAY, True),
        ("别处召开年度工作会议部署…", DAY, False),
        ("更多...", None, False),
    ],
)
def test_a_link_is_taken_for_a_report_by_its_title_and_what_is_beside_it(title, published_on, is_taken):
    assert reads_like_report(Row(REPORT, title, published_on), ["某市某局"]) is is_taken


def test_dots_that_climb_out_of_the_root_lead_nowhere():
    assert stays_below_root(URL, "../../a.html")
    assert not stays_below_root(URL, "../../../a.html")
    assert not stays_below_root(URL, "/../a.html")
    assert stays_below_root(URL, "//other.example.cn/../a.html")
