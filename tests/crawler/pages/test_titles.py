"""What an article calls itself, and the column it says it belongs to."""

import pytest
from scrapy.http import HtmlResponse, Response

from crawler.pages import PageTitles, column_link, page_title, page_titles

URL = "http://127.0.0.14:8620/art/2025/1/20/art_7_7001.html"


def page(html: str) -> HtmlResponse:
    return HtmlResponse(URL, body=html.encode(), encoding="utf-8")


def test_an_article_says_its_own_title():
    assert page_title(page("<meta name=articletitle content='甲'><h1>乙</h1>")) == "甲"
    assert page_title(page("<meta name=ArticleTitle content=''><h1> 乙\n丙 </h1>")) == "乙 丙"
    assert page_title(page("<p>丁</p>")) is None


def test_every_title_of_a_page_is_told_from_the_name_of_its_site():
    html = "<title>某局2023年年报-某市政府网 | 首页</title><meta name=ArticleTitle content=甲><h1>乙</h1><h1></h1>"
    assert page_titles(page(html)) == PageTitles(
        "甲", ("乙",), ("某局2023年年报-某市政府网 | 首页", "某局2023年年报", "某市政府网", "首页")
    )


def test_a_file_has_no_title():
    assert page_titles(Response(URL, body=b"%PDF-1.7")) == PageTitles()


@pytest.mark.parametrize(
    ("html", "found"),
    [
        (
            "<div class=crumbs><a href=/>首页</a> &gt; <a href=/xxgk/>公开</a> &gt; <a href=/xxgk/nb/>年报</a></div>",
            "/xxgk/nb/",
        ),
        ("<td>您所在的位置：<a href=/>首页</a><a href=/col/col7/index.html>年报</a></td>", "/col/col7/index.html"),
        ("<a href=/>首页</a><a href=/art/2025/>2025</a><a href=/art/>文章</a><a href=/about/>我们</a>", "/art/2025/"),
        ("<div class=crumbs><a href=http://127.0.0.99/nb/>年报</a></div>", None),
        ("<p></p>", None),
    ],
)
def test_an_article_names_its_column_in_its_breadcrumb_or_by_its_folder(html, found):
    assert column_link(page(html)) == (found and f"http://127.0.0.14:8620{found}")


def test_a_menu_is_no_breadcrumb():
    menu = "".join(f"<a href=/m{number}/>{number}</a>" for number in range(20))
    assert column_link(page(f"<div class=position>{menu}</div>")) is None
