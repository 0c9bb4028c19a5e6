"""Lists of TRS WCM portals: pagers in two forms, lists of all rows, stubs, and addresses that climb too far."""

import pytest

from crawler.pages import Row, ShortList
from crawler.platforms import ListRequest
from crawler.platforms.trs import FurtherPage, Pager, Trs, further_pages, page_index, page_url, pager_of
from tests.crawler.platforms.list_pages import html as html_page
from tests.crawler.platforms.list_pages import list_page

COLUMN = "http://127.0.0.31:8620/xxgk/gknb/"
TITLE = "某局2024年政府信息公开工作年度报告"
ROW = f'<li><a href="./202501/t20250117_3000001.shtml" title="{TITLE}">某局2024年…</a><span>2025-01-17</span></li>'
TRS = Trs()


def page(html: str, url: str = COLUMN):
    return html_page(html, url)


def rows(html: str) -> list[Row]:
    return list(TRS.rows(list_page(page(html))))


def following(html: str, asked: ListRequest = ListRequest(COLUMN)) -> list[ListRequest]:  # noqa: B008 - frozen
    return list(TRS.next_lists(list_page(page(html, asked.url), asked)))


def further(name: str, pager: Pager) -> FurtherPage:
    return FurtherPage(COLUMN + name, pager, stubs=0)


@pytest.mark.parametrize(
    ("script", "pager"),
    [
        ('createPageHTML(3, 0, "index", "shtml");', Pager(3, "index", "shtml")),
        ("createPageHTML( 3,0,'index','html' )", Pager(3, "index", "html")),
        ('createPageHTML(41, 3, 0, "index", "html");', Pager(3, "index", "html", rows=41)),
        ('createPageHTML(3, 0, "index")', Pager(3, "index", "html")),
        ("function createPageHTML(_nPageCount, _nCurrIndex, _sPageName, _sPageExt){}", None),
        ("var countPage = 3;", Pager(3, "index", "html")),
        ("<p>共 3 页</p>", Pager(3, "index", "html")),
    ],
)
def test_a_pager_is_read_in_each_of_its_forms(script, pager):
    assert pager_of(page(f"<script>{script}</script>", COLUMN + "index.html")) == pager


def test_the_first_number_of_five_counts_rows_not_pages():
    requests = following(f'<ul>{ROW}</ul><script>createPageHTML(41, 2, 0, "index", "html")</script>')
    assert [request.url for request in requests] == [COLUMN + "index_1.html"]
    assert following(f"<ul>{ROW}</ul>", requests[0]) == []


def test_pages_are_counted_from_nought_by_their_address():
    assert [page_index(COLUMN + name) for name in ("", "index.html", "index_1.html", "index_12.shtml")] == [0, 0, 1, 12]
    assert page_url(COLUMN + "index_2.htm", Pager(9, "index", "htm"), 3) == COLUMN + "index_3.htm"


def test_a_list_that_ships_all_of_its_rows_has_no_second_page():
    dummy = '<li><a href="#">列表</a></li>'
    entries = "".join(f'<li><a href="./202501/t20250117_{n}.html">{n}年报</a></li>' for n in range(3))
    html = f'<ul class="default_news">{dummy}{entries}</ul><script>createPageHTML(3, 2, 0, "index", "html")</script>'
    assert len(rows(html)) == 3
    assert following(html) == []


def test_articles_of_other_columns_beside_a_list_do_not_fill_it():
    beside = "".join(f'<a href="/xwzx/202501/t20250117_{n}.html">要闻{n}</a>' for n in range(9))
    html = f'<ul>{ROW}</ul>{beside}<script>createPageHTML(3, 2, 0, "index", "html")</script>'
    assert len(following(html)) == 1


def test_one_stub_is_passed_over_and_the_second_ends_the_list():
    pager = Pager(9, "index", "html")
    (second,) = following("<html></html>", further("index_3.html", pager))
    assert second.url == COLUMN + "index_4.html"
    with pytest.raises(ShortList, match="pages 4 to 5 of 9"):
        following("<html></html>", second)


@pytest.mark.parametrize(("count", "may_be_missing"), [(9, False), (31, True)])
def test_behind_a_long_first_page_the_second_may_be_missing(count, may_be_missing):
    entries = "".join(f'<a href="./202501/t20250117_{n}.html">{n}年报</a>' for n in range(count))
    (second,) = following(f'{entries}<script>createPageHTML(3, 0, "index", "html")</script>')
    assert second.may_be_missing is may_be_missing


def test_rows_are_articles_and_whatever_reads_like_a_report():
    html = f"""<ul>{ROW}<li><a href="../../../202501/t20250117_3000002.shtml">climbs out of the root</a></li>
        <li><a href="./P020250117.pdf">某局2023年政府信息公开工作年度报告</a></li>
        <li><a href="/bmfw/">办事服务</a></li></ul>"""
    assert rows(html) == [
        Row(COLUMN + "202501/t20250117_3000001.shtml", TITLE, "2025-01-17"),
        Row(COLUMN + "P020250117.pdf", "某局2023年政府信息公开工作年度报告", None),
    ]


def test_an_article_is_known_by_its_number_wherever_it_is_shown():
    for path in ("a/202501/t20250117_3000001.shtml", "b/t20250117_3000001.htm", "c/20200617/t0035_3000001.html"):
        assert TRS.article_id(COLUMN + path) == "3000001"
    assert TRS.article_id(COLUMN) == COLUMN


def test_a_long_article_goes_on_at_its_own_pages():
    article = COLUMN + "202501/t20250117_3000001.shtml"
    call = '<script>createPageHTML(3, 0, "t20250117_3000001", "shtml")</script>'
    assert further_pages(page(call, article)) == [article.replace(".shtml", f"_{n}.shtml") for n in (1, 2)]
    assert further_pages(page('<script>createPageHTML(3, 0, "index", "shtml")</script>', article)) == []


def test_files_beside_the_body_belong_to_the_article():
    body = "长" * 300
    html = f'<div class="TRS_Editor">{body}</div><div class="fj"><a href="./P020250117001.docx">附件</a></div>'
    found = list(TRS.attachment_urls(page(html, COLUMN + "202501/t20250117_3000001.html")))
    assert found == [COLUMN + "202501/P020250117001.docx"]
