"""Portals that are scripts alone: what is rendered, what is not, and rows of a rendered page."""

from dataclasses import replace

import pytest
from scrapy.http import HtmlResponse

from crawler.pages import Row
from crawler.platforms.script import Script
from tests.crawler.platforms.list_pages import BUREAU, list_page

COLUMN = "http://127.0.0.35:8620/#/xxgk/gknb"
TITLE = "某局2024年政府信息公开工作年度报告"


SCRIPT = Script()


def page(html: str) -> HtmlResponse:
    return HtmlResponse(COLUMN, body=html.encode(), encoding="utf-8")


def rows(html: str, row_css: str | None) -> list[Row]:
    bureau = replace(BUREAU, portal={**BUREAU.portal, "row_css": row_css})
    return list(SCRIPT.rows(list_page(page(html), bureau=bureau)))


def test_rows_are_the_first_links_inside_of_what_the_registry_names():
    html = f"""<div class="item"><a href="#/detail/7"><b>{TITLE}</b></a><i>2025-01-17</i><a href="#/share">分享</a></div>
        <a class="item" href="/detail?id=6">旧年报</a><a href="#/home">首页</a>"""
    assert rows(html, ".item") == [
        Row("http://127.0.0.35:8620/#/detail/7", TITLE, "2025-01-17"),
        Row("http://127.0.0.35:8620/detail?id=6", "旧年报", None),
    ]


def test_without_a_name_rows_are_the_links_that_read_like_reports():
    html = f'<a href="#/detail/7">{TITLE}</a><a href="#/zn">政府信息公开指南</a>'
    assert [row.url for row in rows(html, None)] == ["http://127.0.0.35:8620/#/detail/7"]


def test_the_following_page_may_differ_in_the_path_of_its_fragment_alone():
    assert SCRIPT.page_after(page('<a href="#/xxgk/gknb?page=2">下一页</a>')) == f"{COLUMN}?page=2"
    assert SCRIPT.page_after(page('<a href="javascript:;">下一页</a>')) is None


@pytest.mark.parametrize(
    ("kind", "url", "is_rendered"),
    [
        ("list", COLUMN, True),
        ("report", "http://127.0.0.35:8620/#/detail/7", True),
        ("report", "http://127.0.0.35:8620/files/7.pdf", False),
        ("attachment", "http://127.0.0.35:8620/files/7", False),
        ("sitemap", "http://127.0.0.35:8620/sitemap.xml", False),
    ],
)
def test_pages_are_rendered_and_files_are_not(kind, url, is_rendered):
    assert (SCRIPT.rendering(url, kind, BUREAU) is not None) is is_rendered
