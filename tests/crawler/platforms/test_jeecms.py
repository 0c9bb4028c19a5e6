"""Lists of JEECMS ``public.*`` portals: links are children of the list itself."""

import pytest

from crawler.pages import Row
from crawler.platforms.jeecms import Jeecms, last_page
from tests.crawler.platforms.list_pages import html, list_page

URL = "http://127.0.0.11:8620/?a=path&d=7&p=D42Y&page=1"
PATH = "/D42Y/9000001.jhtml"
DAY = "2025-01-20"
REPORT = "http://127.0.0.11:8620/D42Y/9000001.jhtml"
TITLE = "某局2024年政府信息公开工作年度报告"


def page(text: str):
    return html(text, URL)


def rows(text: str) -> list[Row]:
    return list(Jeecms().rows(list_page(page(text))))


@pytest.mark.parametrize(
    ("text", "published_on"),
    [
        (f'<ul class="page-list"><a href="{REPORT}"><span>{TITLE}</span></a></ul>', None),
        (f'<ul class="common-list"><a href="{PATH}"><span>{TITLE}</span><em>{DAY}</em></a></ul>', DAY),
        (f'<ul class="common-list"><a href="{REPORT}" title="{TITLE}"><span>某局…</span><em>{DAY}</em></a></ul>', DAY),
    ],
)  # fmt: skip
def test_both_skins_give_the_same_row(text, published_on):
    assert rows(text) == [Row(REPORT, TITLE, published_on)]


def test_links_outside_the_list_are_no_rows():
    assert rows('<ul class="menu"><li><a href="/D41X/1.jhtml">x</a></li></ul>') == []


@pytest.mark.parametrize(
    "links",
    [
        '<a href="?page=1">1</a><a href="?page=2">2</a><a href="?page=2">下一页</a>',
        '<a href="?a=path&page=1">首页</a><a href="?a=path&page=2">下一页</a><a href="?a=path&page=2">尾页</a>',
        "<a>1</a><a><b>2</b></a><a>下一页</a><a>跳转</a>",
    ],
)
def test_the_highest_number_of_the_pager_is_the_last_page(links):
    assert last_page(page(f'<div class="page-tile">{links}</div>')) == 2


def test_a_list_without_a_pager_has_one_page():
    assert last_page(page("<p></p>")) == 1


def test_one_article_keeps_its_number_on_every_host_of_the_family():
    identify = Jeecms().article_id
    assert identify(REPORT) == "9000001"
    assert identify("https://public.zhengzhou.gov.cn/D41X/9000001.jhtml") == "9000001"
    assert identify("http://127.0.0.11:8620/about") == "http://127.0.0.11:8620/about"
