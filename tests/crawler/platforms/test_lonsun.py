"""Columns and label lists of Lonsun portals."""

from collections.abc import Mapping
from urllib.parse import parse_qsl, urlsplit

import pytest
from scrapy.http import HtmlResponse

from crawler.pages import PageError, Row
from crawler.platforms import ListRequest
from crawler.platforms.lonsun import Lonsun, categories, label_of, page_count
from tests.crawler.platforms.list_pages import list_page

COLUMN = "http://127.0.0.13:8620/zwgk/public/column/201?type=3&action=list"
PORTAL = {"organ_id": 201, "type": 3}
TITLE = "某区人社局2024年政府信息公开工作年度报告"
REPORT = "http://127.0.0.13:8620/zwgk/public/201/70000001.html"


def page(html: str, url: str = COLUMN) -> HtmlResponse:
    return HtmlResponse(url, body=html.encode(), encoding="utf-8")


def asked(request: ListRequest) -> Mapping[str, str]:
    """The parameters of a request for a label, in its address or its form."""
    return request.form or dict(parse_qsl(urlsplit(request.url).query))


def test_the_lists_address_comes_from_the_column_page():
    column = page("""<meta name="SiteId" content="6794841"><script>var url = "/other/zwgk/site/label/8888";
    load({pageSize: "15", file: '/xxgk/publicInfoList_newest2020'});</script>""")
    request = label_of(column, PORTAL).page(1)
    assert (request.form, urlsplit(request.url).path) == (None, "/other/zwgk/site/label/8888")
    wanted = {"siteId": "6794841", "organId": "201", "type": "3", "pageSize": "15", "pageIndex": "1"}
    assert asked(request).items() >= {**wanted, "file": "/xxgk/publicInfoList_newest2020"}.items()


def test_what_the_label_address_itself_states_goes_before_our_own_words():
    column = page("<script>load('/zwgk/site/label/8888?labelName=publicInfoList&amp;siteId=9&amp;catId=33')</script>")
    assert asked(label_of(column, PORTAL).page(2)).items() >= {"siteId": "9", "catId": "33", "pageIndex": "2"}.items()


def test_a_column_that_posts_is_posted_to():
    column = page(
        "<script>$.ajax({type: 'POST', url: '/site/label/8888', data: {organId: 201, type: 3, siteId: 9}})</script>"
    )
    request = label_of(column, PORTAL).page(3)
    assert request.url == "http://127.0.0.13:8620/site/label/8888"
    assert request.form.items() >= {"organId": "201", "type": "3", "siteId": "9", "pageIndex": "3"}.items()


def test_the_type_of_a_script_is_not_the_type_of_the_list():
    column = page(
        "<script type='text/javascript'>get('/site/label/8888', {catId: '33'})</script>", COLUMN + "&catId=44"
    )
    assert asked(label_of(column, PORTAL).page(1)).items() >= {"type": "3", "catId": "44"}.items()


def test_a_row_without_parameters_is_helped_by_its_column():
    column = page("<script>get('/site/label/8888', {organId: 77, type: 4, catId: 33})</script>", COLUMN.split("?")[0])
    nothing = {"organ_id": None, "type": None}
    assert asked(label_of(column, nothing).page(1)).items() >= {"organId": "77", "type": "4", "catId": "33"}.items()


def test_a_column_without_a_list_is_an_error():
    with pytest.raises(PageError, match="names no list"):
        label_of(page("<p>403</p>"), PORTAL)


def test_the_category_of_annual_reports_is_found_by_its_name():
    tree = """<a href="/zwgk/public/column/201?type=4&catId=7&action=list">政府信息公开年报</a>
    <a href="/zwgk/public/column/201?type=4&catId=8&action=list">年度报告解读</a>
    <a href="/zwgk/public/column/201?type=2&action=list">公开指南</a><a href="/about">年报</a>"""
    assert categories(page(tree))[0] == "http://127.0.0.13:8620/zwgk/public/column/201?type=4&catId=7&action=list"
    assert len(categories(page(tree))) == 2


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
    assert list(Lonsun().rows(list_page(page(html.format(link=link))))) == [Row(REPORT, TITLE, "2025-01-22")]


def test_an_empty_list_has_no_rows_and_one_page():
    assert list(Lonsun().rows(list_page(page("暂无相关信息")))) == []
    assert page_count(page("暂无相关信息")) == 1


def test_pages_count_from_one_to_the_stated_number():
    assert page_count(page("<script>Ls.pagination({pageCount:3,pageIndex:1})</script>")) == 3


def test_both_addresses_of_an_article_give_its_content_number():
    identify = Lonsun().article_id
    for address in (REPORT, "http://127.0.0.13/zwgk/public/content/70000001"):
        assert identify(address) == "70000001"
