"""Dates of rows, the page that follows, and the frame that holds a list."""

import pytest
from scrapy.http import HtmlResponse, JsonResponse

from crawler.pages import find_date, frame_urls, next_page

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


def test_the_next_page_is_the_one_the_pager_links():
    assert next_page(page("<a href='?pageIndex=2'>下一页</a>")) == URL + "?pageIndex=2"
    assert next_page(page("<a href='javascript:;'>下一页</a>")) is None
    assert next_page(page(f"<a href='{URL}#'>下一页</a>")) is None
    assert next_page(page("<a href='index_3.html'>尾页</a>")) is None


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<iframe src='/list.html#top'></iframe>", ("http://127.0.0.14:8620/list.html",)),
        (
            "<iframe src='http://127.0.0.99/ad.html'></iframe><iframe src=list.html>",
            (f"{URL.rpartition('/')[0]}/list.html",),
        ),
        (
            "<frameset><frame src=/top.html><frame src=/main.html></frameset>",
            ("http://127.0.0.14:8620/top.html", "http://127.0.0.14:8620/main.html"),
        ),
        ("<iframe src='http://127.0.0.99/list.html'></iframe>", ()),
        (f"<iframe src='{URL}'></iframe>", ()),
        ("<p></p>", ()),
    ],
)
def test_a_list_may_stand_in_a_frame_of_the_same_host(html, found):
    assert frame_urls(page(html)) == found


def test_an_answer_of_an_interface_frames_nothing():
    assert frame_urls(JsonResponse(URL, body=b"{}", encoding="utf-8")) == ()
