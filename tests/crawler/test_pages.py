"""Dates, titles and files on pages as portals print them."""

import pytest
from scrapy.http import HtmlResponse

from crawler.pages import attachment_urls, find_date, names_file, next_page, page_title

URL = "http://127.0.0.14:8620/art/2025/1/20/art_7_7001.html"


def page(html: str) -> HtmlResponse:
    return HtmlResponse(URL, body=html.encode(), encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2025-01-20", "2025-01-20"),
        ("[2025-1-2]", "2025-01-02"),
        ("2025年1月20日 10:00", "2025-01-20"),
        ("[2025-\n01-\n20]", "2025-01-20"),
        ("2025-02-30", None),
        ("", None),
        (None, None),
    ],
)
def test_a_date_is_read_in_every_spelling(text, found):
    assert find_date(text) == found


def test_an_article_says_its_own_title():
    assert page_title(page("<meta name=articletitle content='甲'><h1>乙</h1>")) == "甲"
    assert page_title(page("<meta name=ArticleTitle content=''><h1> 乙\n丙 </h1>")) == "乙 丙"
    assert page_title(page("<p>丁</p>")) is None


def test_links_to_files_are_attachments_and_links_to_pages_are_not():
    html = """<div id=zoom><a href="/module/download/downfile.jsp?classid=0&filename=0a1b.pdf">附件</a>
    <a href="%E5%B9%B4%E6%8A%A5.DOCX">年报</a><a href="/index.html">首页</a><a href="javascript:void(0)">x</a>
    <a href="">点击下载</a><a href="/module/download/downfile.jsp?classid=0&filename=0a1b.pdf">again</a></div>
    <div class=footer><a href="/help.pdf">帮助</a></div>"""
    assert attachment_urls(page(html), "#zoom") == (
        "http://127.0.0.14:8620/module/download/downfile.jsp?classid=0&filename=0a1b.pdf",
        "http://127.0.0.14:8620/art/2025/1/20/%E5%B9%B4%E6%8A%A5.DOCX",
    )


def test_a_page_without_its_usual_body_is_searched_as_a_whole():
    assert attachment_urls(page("<p><a href=/a.pdf>a</a></p>"), "#zoom") == ("http://127.0.0.14:8620/a.pdf",)


@pytest.mark.parametrize(
    "html",
    [
        '<iframe src="/js/pdfjs/web/viewer.html?file=%2Ffiles%2Fa.pdf"></iframe>',
        '<iframe src="/js/pdfjs/web/viewer.html?file=../../../files/a.pdf"></iframe>',
        '<embed src="/files/a.pdf">',
        '<object data="/files/a.pdf"></object>',
    ],
)
def test_an_embedded_viewer_leads_to_its_file(html):
    assert attachment_urls(page(html), "#zoom") == ("http://127.0.0.14:8620/files/a.pdf",)


def test_a_file_name_may_stand_in_a_parameter():
    assert names_file("/downfile.jsp?showname=%E5%B9%B4%E6%8A%A5.ofd")
    assert not names_file("/search.jsp?title=a.pdf")


def test_the_next_page_is_the_one_the_pager_links():
    assert next_page(page("<a href='?pageIndex=2'>下一页</a>")) == URL + "?pageIndex=2"
    assert next_page(page("<a href='javascript:;'>下一页</a>")) is None
    assert next_page(page(f"<a href='{URL}#'>下一页</a>")) is None
    assert next_page(page("<a href='index_3.html'>尾页</a>")) is None
