"""The shell and the JSON lists of gkmlpt portals."""

import json

import pytest
from scrapy.http import HtmlResponse, TextResponse

from crawler.pages import PageError, Row
from crawler.platforms.gkmlpt import Gkmlpt, answer, columns, composed_files, rows, site_id

BASE = "http://127.0.0.15:8620/x/gkmlpt"
TREE = [
    {"id": 1, "name": "政府信息公开指南", "children": []},
    {"id": 2, "name": "其他", "children": [{"id": 3, "name": "法治政府建设年度报告", "parent": 2, "children": []}]},
    {"id": 2629, "name": "政府信息公开工作年度报告", "children": [], "post_count": 6},
    {"id": 4, "name": "历年信息公开年度报告", "children": [], "jump_url": "/zwgk/nb/"},
]


def shell(tree: str) -> HtmlResponse:
    text = f"<script>window._CONFIG = {{ SITE: '某局', SID: '175', TREE: {tree}, SERVICE_AREA_ID: '4' }};</script>"
    return HtmlResponse(f"{BASE}/annualreport", body=text.encode(), encoding="utf-8")


def api(text: str, status: int = 200) -> TextResponse:
    return TextResponse(f"{BASE}/api/all/2629?page=1&sid=175", status=status, body=text.encode(), encoding="utf-8")


def test_column_and_site_are_read_from_the_shell():
    page = shell(json.dumps(TREE, ensure_ascii=False))
    assert site_id(page) == "175"
    assert columns(page, "年度报告") == ([2629], ["http://127.0.0.15:8620/zwgk/nb/"])


def test_a_column_named_otherwise_is_found_by_the_registrys_word():
    tree = [{"id": 7, "name": "年报", "children": []}]
    assert columns(shell(json.dumps(tree, ensure_ascii=False)), "年报") == ([7], [])


@pytest.mark.parametrize(("tree", "word"), [("[]", "no column"), ("[{id: 1}]", "no JSON"), ("{}", "no TREE")])
def test_a_shell_without_the_column_is_an_error(tree, word):
    with pytest.raises(PageError, match=word):
        columns(shell(tree), "年度报告")


def test_a_row_carries_its_files_which_the_article_may_hide():
    article = {
        "id": 8038217,
        "title": "某区人社局2021年政府信息公开工作年度报告",
        "date": 1641916800,
        "created_at": "2022-01-12 10:00:00",
        "url": f"{BASE}/content/8/8038/post_8038217.html",
        "post_url": "http://127.0.0.15:8620/zwgk/content/post_8038217.html",
        "attachment": [
            {"name": "年报.pdf", "size": "26624", "url": f"{BASE}/attachment/7/7100/7100001/8038217.pdf"},
            {"name": "图.pdf", "size": "1", "url": f"{BASE}/attachment/7/7100/7100002/8038217.pdf"},
        ],
    }
    (row,) = rows(api(json.dumps({"articles": [article]}, ensure_ascii=False)))
    assert row == Row(
        article["url"],
        article["title"],
        "2022-01-12",
        (article["attachment"][0]["url"], article["attachment"][1]["url"]),
        other_url=article["post_url"],
    )


def test_an_article_may_have_its_second_address_only():
    article = {"title": "某局2021年政府信息公开工作年度报告", "url": "", "post_url": "/zwgk/content/post_8038217.html"}
    (row,) = rows(api(json.dumps({"articles": [article]})))
    assert (row.url, row.other_url) == ("http://127.0.0.15:8620/zwgk/content/post_8038217.html", None)


def test_a_file_whose_link_has_no_address_is_found_by_its_number():
    html = """<a class="nfw-cms-attachment" attachment-id="7100001" alt="年报.pdf" href="">点击下载</a>
    <a class="nfw-cms-attachment" attachment-id="7100002" alt="图.pdf" href="/x/attachment/7/7100/7100002/8038217.pdf">图</a>
    <a class="nfw-cms-attachment" attachment-id="" alt="无.pdf" href="">点击下载</a>"""
    page = HtmlResponse(f"{BASE}/content/8/8038/mpost_8038217.html", body=html.encode(), encoding="utf-8")
    assert composed_files(page) == ["http://127.0.0.15:8620/x/attachment/7/7100/7100001/8038217.pdf"]


@pytest.mark.parametrize("text", ["<html></html>", "[]", '{"articles": null}', '{"articles": [{"title": "年报"}]}'])
def test_what_is_no_list_is_an_error(text):
    with pytest.raises(PageError):
        answer(api(text))


def test_every_address_of_an_article_gives_its_number():
    identify = Gkmlpt().article_id
    for name in ("post", "mpost"):
        assert identify(f"{BASE}/content/8/8038/{name}_8038217.html") == "8038217"
    assert identify("http://127.0.0.15/zwgk/content/post_8038217.html") == "8038217"
