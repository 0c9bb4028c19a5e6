"""The files behind an article: linked, shown, framed, or scanned."""

import pytest
from scrapy.http import HtmlResponse

from crawler.pages import attachment_urls, body_text, canonical, is_address, names_file

URL = "http://127.0.0.14:8620/art/2025/1/20/art_7_7001.html"


def page(html: str) -> HtmlResponse:
    return HtmlResponse(URL, body=html.encode(), encoding="utf-8")


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


def test_an_address_is_asked_for_as_it_travels():
    assert canonical("http://127.0.0.14/（2019）年报.pdf#page=2") == (
        "http://127.0.0.14/%EF%BC%882019%EF%BC%89%E5%B9%B4%E6%8A%A5.pdf"
    )


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:port/", "http://[127.0.0.1/", "javascript:void(0)", "file:///a", "http://:80/"]
)
def test_what_is_no_address_is_none(url):
    assert not is_address(url)
    assert canonical(url)
    assert attachment_urls(page(f"<div id=zoom><a href='{url}a.pdf'>a</a></div>"), "#zoom") == ()


SCANNED = """<div id=zoom><p>年报见下图</p><img src=/u/2020/1.jpg><img src='/u/2020/2.PNG' width=800>
<img src=/images/icon_print.png><img src=/u/line.png width=30><img src='data:image/png;base64,xx'></div>"""


def test_the_images_of_an_article_without_text_are_pages_of_a_scanned_report():
    assert attachment_urls(page(SCANNED), "#zoom") == (
        "http://127.0.0.14:8620/u/2020/1.jpg",
        "http://127.0.0.14:8620/u/2020/2.PNG",
    )


def test_images_beside_a_text_and_outside_of_the_body_are_decoration():
    assert attachment_urls(page(SCANNED.replace("年报见下图", "字" * 200)), "#zoom") == ()
    assert attachment_urls(page("<img src=/u/2020/1.jpg>"), "#zoom") == ()


def test_a_bare_article_is_searched_for_frames_and_for_files_beside_its_body():
    assert attachment_urls(page("<div id=zoom><iframe src=/body.html></iframe></div>"), "#zoom") == (
        "http://127.0.0.14:8620/body.html",
    )
    beside = "<div id=zoom>见附件</div><ul><li><a href=/a.pdf>附件</a></ul>"
    assert attachment_urls(page(beside), "#zoom") == ("http://127.0.0.14:8620/a.pdf",)
    assert attachment_urls(page(beside.replace("见附件", "字" * 200)), "#zoom") == ()


def test_scripts_and_styles_are_no_text():
    assert body_text(page("<div id=zoom><style>p{}</style>甲<script>1</script> 乙</div>"), "#zoom") == "甲 乙"
