"""Columns and label lists of Lonsun portals."""

from urllib.parse import parse_qs, urlsplit

import pytest
from scrapy.http import HtmlResponse

from crawler.pages import PageError, Row
from crawler.spiders.lonsun import LonsunSpider, label_url, page_after, page_count, rows

COLUMN = "http://127.0.0.13:8620/zwgk/public/column/201?type=3&action=list"
PORTAL = {"organ_id": 201, "type": 3}
TITLE = "某区人社局2024年政府信息公开工作年度报告"
REPORT = "http://127.0.0.13:8620/zwgk/public/201/70000001.html"


def page(html: str, url: str = COLUMN) -> HtmlResponse:
    return HtmlResponse(url, body=html.encode(), encoding="utf-8")


def test_the_lists_address_comes_from_the_column_page():
    column = page("""<meta name="SiteId" content="6794841"><script>var url = "/other/zwgk/site/label/8888";
    load({pageSize: "15", file: '/xxgk/publicInfoList_newest2020'});</script>""")
    parts = urlsplit(label_url(column, PORTAL, 1))
    assert parts.path == "/other/zwgk/site/label/8888"
    asked = {key: values[0] for key, values in parse_qs(parts.query).items()}
    assert asked["siteId"] == "6794841"
    assert asked["organId"] == "201"
    assert asked["type"] == "3"
    assert asked["pageSize"] == "15"
    assert asked["file"] == "/xxgk/publicInfoList_newest2020"
    assert asked["pageIndex"] == "1"


def test_what_the_label_address_itself_states_goes_before_our_own_words():
    column = page("<script>load('/zwgk/site/label/8888?labelName=publicInfoList&amp;siteId=9&amp;catId=33')</script>")
    asked = parse_qs(urlsplit(label_url(column, PORTAL, 2)).query)
    assert (asked["siteId"], asked["catId"], asked["pageIndex"]) == (["9"], ["33"], ["2"])


def test_a_column_without_a_list_is_an_error():
    with pytest.raises(PageError, match="names no list"):
        label_url(page("<p>403</p>"), PORTAL, 1)


@pytest.mark.parametrize(
    "html",
    [
        '<ul class="clearfix xxgk_nav_list"><li>{link}<span class="date">2025-01-22</span></li></ul>',
        '<div class="xxgk_navli"><ul><li>{link}</li><li><span class="date">2025-01-22</span></li></ul></div>',
        '<ul class="doc_list"><li>{link}<span class="right date">2025-01-22</span></li></ul>',
    ],
)
def test_every_skin_gives_the_whole_title(html):
    link = f'<a href="/zwgk/public/201/70000001.html" title="{TITLE}">某区人社局2024年政府信息公…</a>'
    assert rows(page(html.format(link=link))) == [Row(REPORT, TITLE, "2025-01-22")]


def test_an_empty_list_has_no_rows_and_one_page():
    assert rows(page("暂无相关信息")) == []
    assert page_count(page("暂无相关信息")) == 1


def test_pages_count_from_one_to_the_stated_number():
    assert page_count(page("<script>Ls.pagination({pageCount:3,pageIndex:1})</script>")) == 3
    number, address = page_after("http://127.0.0.13/site/label/8888?organId=201&pageIndex=2&type=3")
    assert number == 3
    assert parse_qs(urlsplit(address).query)["pageIndex"] == ["3"]


def test_both_addresses_of_an_article_give_its_content_number():
    identify = LonsunSpider.article_id
    for address in (REPORT, "http://127.0.0.13/zwgk/public/content/70000001"):
        assert identify(address) == "70000001"
