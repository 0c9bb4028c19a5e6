"""Lists and files of VSB portals: page numbers that go down, the dynamic form, files for readers only."""

import pytest
from scrapy.http import HtmlResponse

from crawler.pages import Row
from crawler.platforms.vsb import Vsb, article_number, file_urls
from tests.crawler.platforms.list_pages import list_page

HOST = "http://127.0.0.32:8620"
FIRST = f"{HOST}/xxgk/gknb.htm"
LIST = f"{HOST}/list.jsp?urltype=tree.TreeTempUrl&wbtreeid=1041"
TITLE = "某局2024年政府信息公开工作年度报告"
FILE = "/system/_content/download.jsp?urltype=news.DownloadAttachUrl&owner=9&wbfileid=A1"
VSB = Vsb()


def page(html: str, url: str = FIRST) -> HtmlResponse:
    return HtmlResponse(url, body=html.encode(), encoding="utf-8")


@pytest.mark.parametrize(
    ("html", "url", "following"),
    [
        ('<a href="gknb/4.htm">下页</a>', FIRST, f"{HOST}/xxgk/gknb/4.htm"),
        ('<a href="3.htm">下页</a>', f"{HOST}/xxgk/gknb/4.htm", f"{HOST}/xxgk/gknb/3.htm"),
        ('<td id="fanye1041">共88条&nbsp;1/5&nbsp;</td>', FIRST, f"{HOST}/xxgk/gknb/4.htm"),
        ("<span>下页</span>", f"{HOST}/xxgk/gknb/3.htm", f"{HOST}/xxgk/gknb/2.htm"),
        ("<span>下页</span>", f"{HOST}/xxgk/gknb/1.htm", None),
        ("<p>发布于1/5</p>", FIRST, None),
    ],
)
def test_older_pages_of_a_static_list_have_lower_numbers(html, url, following):
    assert VSB.page_after(page(html, url)) == following


def test_a_dynamic_list_counts_up_to_the_total_that_it_states():
    second = VSB.page_after(page('<td id="fanye1">共40条 1/3</td>', LIST))
    assert second == f"{LIST}&totalpage=3&PAGENUM=2"
    third = VSB.page_after(page("", second))
    assert third == f"{LIST}&totalpage=3&PAGENUM=3"
    assert VSB.page_after(page("", third)) is None


def test_rows_are_articles_at_any_of_their_addresses():
    html = f"""<ul><li id="line_u9_0"><a href="../info/1041/2001.htm" title="{TITLE}">某局…</a><span>2025/01/17</span></li>
        <li id="line_u9_1"><a href="/content.jsp?urltype=news.NewsContentUrl&wbtreeid=1041&wbnewsid=2002">旧年报</a></li>
        <li><a href="../index.htm">首页</a></li></ul>"""
    assert VSB.rows(list_page(page(html))) == [
        Row(f"{HOST}/info/1041/2001.htm", TITLE, "2025-01-17"),
        Row(f"{HOST}/content.jsp?urltype=news.NewsContentUrl&wbtreeid=1041&wbnewsid=2002", "旧年报", None),
    ]


@pytest.mark.parametrize(
    ("url", "number"),
    [
        (f"{HOST}/info/1041/2001.htm", "2001"),
        (f"{HOST}/content.jsp?urltype=news.NewsContentUrl&wbtreeid=1041&wbnewsid=2001", "2001"),
        (f"{HOST}/xxgk/xxgk_content.jsp?urltype=news.NewsContentUrl&wbtreeid=5&wbnewsid=2001", "2001"),
        (f"{HOST}/xxgk/gknb/4.htm", None),
        (f"{HOST}/content.jsp", None),
    ],
)
def test_an_article_is_known_by_its_number(url, number):
    assert article_number(url) == number
    assert VSB.article_id(url) == (number or url)


def test_files_are_found_below_the_body_and_in_scripts_and_asked_for_as_the_article_s_reader():
    html = f"""<div class="v_news_content">{"长" * 300}<script>showVsbpdfIframe("/__local/A/B.pdf?e=.pdf","100%")</script></div>
        <ul><li>附件【<a href="{FILE}">年报.docx</a>】</li><li><a href="/download.jsp">下载专区</a></li></ul>"""
    article = page(html, f"{HOST}/info/1041/2001.htm")
    assert file_urls(article) == [HOST + FILE, f"{HOST}/__local/A/B.pdf?e=.pdf"]
    assert list(VSB.attachment_urls(article)) == file_urls(article)
    assert VSB.file_headers(article.url) == {"Referer": article.url}
