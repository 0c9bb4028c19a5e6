"""Lists of the ``channel_/doc_`` system."""

from crawler.pages import Row
from crawler.platforms.liaocheng import Liaocheng
from tests.crawler.platforms.list_pages import html, list_page

URL = "http://127.0.0.12:8620/channel_x_1_2/"
TITLE = "某局2023年政府信息公开工作年度报告"


def test_rows_are_the_items_of_the_list():
    text = f"""<div class="wbj_list_1"><div class="left"><a class="title" href="/">年报</a></div>
    <div class="item"><a href="doc_659f4fe70000000000000001.html" title="{TITLE}">某局2023年…</a>
    <span class="time">2024-01-11</span></div><div class="item">空</div></div>"""
    assert Liaocheng().rows(list_page(html(text, URL))) == [
        Row(URL + "doc_659f4fe70000000000000001.html", TITLE, "2024-01-11")
    ]


def test_an_article_is_known_by_its_object_id_in_every_channel():
    identify = Liaocheng().article_id
    object_id = "64490ed381b21bb8b8a79a92"
    assert identify(f"{URL}doc_{object_id}.html") == object_id
    assert identify(f"http://127.0.0.12/site_gx/channel_y/doc_{object_id}.html") == object_id
