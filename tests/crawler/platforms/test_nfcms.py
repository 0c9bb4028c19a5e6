"""Lists of NFCMS columns: the number of the second page is what the pager says, on every host another."""

import pytest
from scrapy.http import HtmlResponse

from crawler.pages import PageError, Row
from crawler.platforms.nfcms import Nfcms
from tests.crawler.platforms.list_pages import list_page

COLUMN = "http://127.0.0.33:8620/bmpd/gknb/"
TITLE = "某局2024年政府信息公开工作年度报告"
REPORT = COLUMN + "content/post_3245608.html"


def page(html: str, url: str = COLUMN) -> HtmlResponse:
    return HtmlResponse(url, body=html.encode(), encoding="utf-8")


@pytest.mark.parametrize(
    ("html", "url", "following"),
    [
        ('<a href="index_2.html">下一页</a><a href="index_5.html">尾页</a>', "", "index_2.html"),
        ('<a href="index_1.html">下一页</a><a href="index_4.html">尾页</a>', "", "index_1.html"),
        ('<a href="index.html">1</a><a href="index_1.html">2</a><a href="index_2.html">3</a>', "", "index_1.html"),
        ('<a href="index_1.html">2</a><a href="index_2.html">3</a>', "index_1.html", "index_2.html"),
        ('<a href="index_1.html">2</a><a href="index_2.html">3</a>', "index_2.html", None),
        ('<a href="index_4.html">尾页</a><p>共5页</p>', "", "index_1.html"),
        ('<a href="index_5.html">尾页</a><p>共5页</p>', "index.html", "index_2.html"),
        ('<a href="index_5.html">尾页</a><p>共5页</p>', "index_2.html", "index_3.html"),
        ('<a href="/other/index_2.html">2</a>', "", None),
    ],
)
def test_the_following_page_is_the_pager_s_word(html, url, following):
    assert Nfcms().page_after(page(html, COLUMN + url)) == (COLUMN + following if following else None)


def test_a_pager_that_names_its_last_page_alone_is_no_pager():
    with pytest.raises(PageError):
        Nfcms().page_after(page('<a href="index_5.html">尾页</a>'))


def test_rows_are_posts_in_either_form():
    html = f"""<ul class="news_list"><li><a href="content/post_3245608.html" title="{TITLE}">某局…</a><span>2025-01-17</span></li>
        <li><a href="content/mpost_3245609.html">某局2023年年报</a></li><li><a href="/bmpd/">部门频道</a></li></ul>"""
    assert Nfcms().rows(list_page(page(html))) == [
        Row(REPORT, TITLE, "2025-01-17"),
        Row(COLUMN + "content/mpost_3245609.html", "某局2023年年报", None),
    ]


def test_a_post_is_known_by_its_number():
    assert Nfcms().article_id(REPORT) == Nfcms().article_id(REPORT.replace("post_", "mpost_")) == "3245608"
