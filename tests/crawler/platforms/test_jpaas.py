"""Columns of the jpaas API: a shell that names a unit, answers with HTML in JSON, pages by ``paramJson`` alone."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from scrapy.http import HtmlResponse, TextResponse

from crawler.pages import PageError, Row
from crawler.platforms import ListPage, ListRequest
from crawler.platforms.jpaas import Jpaas, fragment, units
from tests.crawler.platforms.list_pages import list_page

COLUMN = "http://127.0.0.34:8620/col/col1229/index.html"
API = "http://127.0.0.34:8620/api-gateway/jpaas-publish-server/front/page/build/unit"
TITLE = "某局2024年政府信息公开工作年度报告"
QUERY = "{'webId':'3003','pageId':'1229','parseType':'bulidstatic','pageType':'column','tagId':'当前栏目list','tplSetId':'x9'}"
MENU = f'<script url="/api-gateway/jpaas-publish-server/front/page/build/unit" queryData="{QUERY}"></script>'
PAGER = (
    f'<div class="pagination" count="31" rows="15" pageNo="1" unitUrl="{urlsplit(API).path}" queryData="{QUERY}"></div>'
)
ROW = f"""<ul><li><a href="/art/2025/1/17/art_1229_7001.html" title="{TITLE}">某局…</a><span>2025-01-17</span></li></ul>"""
JPAAS = Jpaas()


def column(html: str) -> ListPage:
    return list_page(HtmlResponse(COLUMN, body=html.encode(), encoding="utf-8"))


def answer(request: ListRequest, data: object) -> ListPage:
    body = json.dumps({"success": True, "data": data}).encode()
    return list_page(TextResponse(request.url, body=body, encoding="utf-8"), request)


def following(page: ListPage) -> list[ListRequest]:
    return list(JPAAS.next_lists(page))


def page_number(request: ListRequest) -> int:
    return json.loads(parse_qs(urlsplit(request.url).query)["paramJson"][0])["pageNo"]


def test_a_shell_asks_the_api_for_its_first_page_as_its_own_reader():
    (request,) = following(column(PAGER))
    query = parse_qs(urlsplit(request.url).query)
    assert request.url.split("?")[0] == API
    assert query["webId"] == ["3003"] and query["tagId"] == ["当前栏目list"] and query["parseType"] == ["bulidstatic"]
    assert json.loads(query["paramJson"][0]) == {"pageNo": 1, "pageSize": 15}
    assert request.referer == COLUMN


def test_pagers_are_asked_before_menus():
    assert [unit.count for unit in units(column(MENU + PAGER).response)] == [31]
    assert [unit.count for unit in units(column(MENU * 9).response)] == [None] * 4


def test_a_column_without_a_unit_is_an_error_unless_it_has_rows():
    with pytest.raises(PageError):
        following(column("<div></div>"))
    assert following(column(ROW)) == []


@pytest.mark.parametrize("data", [{"html": ROW}, ROW])
def test_rows_are_the_same_whether_the_answer_holds_html_or_is_it(data):
    (request,) = following(column(PAGER))
    found = JPAAS.rows(answer(request, data))
    assert list(found) == [Row("http://127.0.0.34:8620/art/2025/1/17/art_1229_7001.html", TITLE, "2025-01-17")]


def test_pages_end_with_the_count_that_the_answer_states():
    (request,) = following(column(PAGER.replace("31", "99")))
    asked = []
    while request is not None:
        asked.append(page_number(request))
        rest = following(answer(request, {"html": ROW + '<div class="pagination" rows="15" count="31"></div>'}))
        request = rest[0] if rest else None
    assert asked == [1, 2, 3]


def test_without_a_count_pages_end_with_the_first_that_has_no_rows():
    (request,) = following(column(MENU))
    (second,) = following(answer(request, ROW))
    assert page_number(second) == 2
    assert following(answer(second, "<ul></ul>")) == []


@pytest.mark.parametrize("body", ["<html>403</html>", '{"success":false,"data":""}', '{"success":true}', "[]"])
def test_any_other_answer_is_an_error(body):
    with pytest.raises(PageError):
        fragment(TextResponse(API, body=body.encode(), encoding="utf-8"), COLUMN)


def test_articles_are_known_as_on_the_portals_before():
    assert JPAAS.article_id("http://127.0.0.34:8620/art/2025/1/17/art_1229_7001.html") == "7001"
