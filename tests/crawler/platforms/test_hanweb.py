"""Datastores of Hanweb portals, read from the raw text."""

import pytest
from scrapy.http import HtmlResponse, TextResponse

from crawler.pages import Row, ShortList
from crawler.platforms import ListRequest
from crawler.platforms.hanweb import Hanweb, after, next_group, paging_of, rows

COLUMN = "http://127.0.0.14:8620/col/col123/index.html"
REPORT = "http://127.0.0.14:8620/art/2025/1/20/art_123_7001.html"
PATH = "/art/2025/1/20/art_123_7001.html"
TITLE = "某局2024年政府信息公开工作年度报告"
SCRIPT = """<script>$("#456").jpage({perPage:15, totalRecord:61, dataStore:dataStore_456,
ajaxParam:{col:1,appid:1,webid:9,path:'/',columnid:123,sourceContentType:1,unitid:'456',
webname:'%E6%9F%90%E5%B1%80',permissiontype:0}, proxyUrl:'/module/web/jpage/dataproxy.jsp'});</script>"""


ROW = f"<li><a href='{PATH}' title='{TITLE}'>…</a><span>2025-01-20</span></li>"
OTHER_ROW = ROW.replace("7001", "7002")


def datastore(row: str, next_href: str = "") -> str:
    group = f'<nextgroup><![CDATA[<a href="{next_href}"></a>]]></nextgroup>' if next_href else ""
    return f"""<datastore>{group}<totalrecord>61</totalrecord>
    <totalpage>2</totalpage><recordset><record><![CDATA[{row}]]></record></recordset></datastore>"""


def page(text: str, url: str = COLUMN) -> HtmlResponse:
    return HtmlResponse(url, body=text.encode(), encoding="utf-8")


@pytest.mark.parametrize(
    "row",
    [
        f"""<li><a href='{PATH}' title="{TITLE}">某局2024年…</a><span>[2025-01-20]</span></li>""",
        f"""<li><a title="{TITLE}" href="{PATH}">某局2024年…</a><span>2025-01-20</span></li>""",
        f"""<li><a href="{PATH}">{TITLE}</a><span>[2025-01\n-20]</span></li>""",
        f"""<li><a href='//127.0.0.14:8620{PATH}' title='{TITLE}'>…</a><b>[2025-01-20]</b></li>""",
        f"""<tr><td><a href="{PATH}" title="{TITLE}">…</a></td><td>[2025-01-20]</td></tr>""",
    ],
)
def test_every_shape_of_a_row_gives_the_same_row(row):
    expected = [Row(REPORT, TITLE, "2025-01-20")]
    assert rows(page(f'<div><script type="text/xml">{datastore(row)}</script></div>')) == expected
    answer = TextResponse(COLUMN, body=datastore(row).encode(), headers={"Content-Type": "text/xml"}, encoding="utf-8")
    assert rows(answer) == expected


def test_a_date_in_the_title_is_not_the_date_of_the_row():
    row = "<li><a href='/art/2025/1/20/art_123_7001.html'>2024年1月1日起施行</a><span>2025-01-20</span></li>"
    assert rows(page(datastore(row)))[0].published_on == "2025-01-20"


def test_the_block_that_follows_is_asked_for_in_the_portals_own_words():
    column = page(datastore(ROW, "/module/jpage/dataproxy.jsp?page=2&path=%2F") + SCRIPT)
    paging = paging_of(column)
    assert (paging.per_page, paging.total) == (15, 61)
    request = first(column)
    assert request.url == (
        "http://127.0.0.14:8620/module/web/jpage/dataproxy.jsp?startrecord=2&endrecord=46&perpage=15"
    )
    assert dict(paging.form) == {
        "col": "1", "appid": "1", "webid": "9", "path": "/", "columnid": "123", "sourceContentType": "1",
        "unitid": "456", "webname": "某局", "permissiontype": "0",
    }  # fmt: skip
    assert request.form == paging.form


def first(column: TextResponse) -> ListRequest | None:
    """What follows the column page itself."""
    return after(column, ListRequest(column.url))


def then(asked: ListRequest, text: str) -> ListRequest | None:
    """What follows the answer to ``asked``."""
    headers = {"Content-Type": "text/xml"}
    return after(TextResponse(asked.url, body=text.encode(), headers=headers, encoding="utf-8"), asked)


def test_blocks_are_asked_for_up_to_the_stated_total():
    block = first(page(datastore(ROW) + SCRIPT))
    second = then(block, datastore(OTHER_ROW) * 45)
    assert "startrecord=47&endrecord=91" in second.url
    assert then(second, datastore(OTHER_ROW) * 15) is None


def test_a_column_that_embeds_all_of_its_rows_is_asked_no_more():
    assert first(page(datastore(ROW) * 61 + SCRIPT)) is None


@pytest.mark.parametrize("text", [datastore(ROW), "<datastore></datastore>"])
def test_a_server_that_ignores_the_range_is_asked_by_the_portals_own_link(text):
    block = first(page(datastore(ROW, "/module/jpage/dataproxy.jsp?page=2&amp;unitid=456") + SCRIPT))
    other = then(block, text)
    assert other.url == "http://127.0.0.14:8620/module/jpage/dataproxy.jsp?page=2&unitid=456"
    assert other.is_other_way


def test_without_such_a_link_pages_are_counted():
    block = first(page(datastore(ROW) + SCRIPT))
    other = then(block, datastore(ROW))
    assert (other.form, other.url.partition("?")[2][:14]) == (None, "page=1&col=1&a")
    third = then(other, datastore(OTHER_ROW))
    assert third.url.partition("?")[2].startswith("page=2&")


def test_a_list_that_ends_before_its_total_says_so():
    block = first(page(datastore(ROW) + SCRIPT))
    other = then(block, "")
    with pytest.raises(ShortList, match="1 of 61 rows"):
        then(other, "<datastore></datastore>")


def test_a_page_without_a_proxy_leads_on_by_its_own_address():
    address = "/module/web/jpage/dataproxy.jsp?page=2&amp;appid=1&amp;unitid=456"
    assert next_group(page(datastore("", address))) == (
        "http://127.0.0.14:8620/module/web/jpage/dataproxy.jsp?page=2&appid=1&unitid=456"
    )
    block = first(page(datastore(ROW, address)))
    assert block.url.endswith("?page=2&appid=1&unitid=456")
    assert then(block, datastore(OTHER_ROW)) is None


def test_an_article_is_known_by_its_number_in_every_column():
    identify = Hanweb().article_id
    assert identify(REPORT) == "7001"
    assert identify("http://127.0.0.14/art/2025/1/20/art_999_7001.html") == "7001"
    uuid = "0b1e9c4e-6f1c-4a52-9c0d-2f6f3a1b5c7d"
    assert identify(f"http://127.0.0.14/col/col1/art/2025/art_{uuid}.html") == uuid
