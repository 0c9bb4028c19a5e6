"""Static lists: where the next page is, and what stands in a row that a careless reader would take."""

from __future__ import annotations

import re
from urllib.parse import urljoin

import pytest
from lxml import html as lxml_html

from practice.desks import Desk, Host
from practice.hosts import HOSTS
from practice.portals.trs import STUBS

Rows = list[tuple[str, str]]


def desk_of(bureau_code: str) -> tuple[Host, Desk]:
    return next((host, desk) for host in HOSTS for desk in host.desks if desk.bureau_code == bureau_code)


def column(portals, bureau_code: str) -> str:
    host, desk = desk_of(bureau_code)
    return f"http://{host.address}:{portals.port}{desk.parameters['column']}"


def page_of(portals, url: str) -> lxml_html.HtmlElement:
    answer = portals.ask(url)
    assert answer.status == 200, url
    return lxml_html.fromstring(answer.text)


def listed(page: lxml_html.HtmlElement, url: str, css: str) -> Rows:
    return [(urljoin(url, a.get("href")), a.get("title") or a.text_content()) for a in page.cssselect(css)]


def by_links(portals, url: str, css: str, label: str = "下一页") -> Rows:
    rows: Rows = []
    while url:
        page = page_of(portals, url)
        rows += listed(page, url, css)
        following = [a.get("href") for a in page.cssselect("a[href]") if a.text_content() == label]
        url = urljoin(url, following[0]) if following and following[0].endswith(("html", "htm", "shtml")) else ""
    return rows


def titles(bureau_code: str) -> list[str]:
    return sorted(item.title for item in desk_of(bureau_code)[1].site().items)


@pytest.mark.parametrize("code", ["hrss-441400", "hrss-442000"])
def test_nfcms_lists_go_on_where_only_the_pager_says(portals, code: str) -> None:
    url = column(portals, code)
    rows = by_links(portals, url, ".news_list a")
    own = [title for address, title in rows if address.startswith(url)]
    assert sorted(own) == titles(code)
    assert portals.ask(f"{url}index_1.html").status == 200 and portals.ask(f"{url}index.html").status == 200
    copies = [address for address, _ in rows if not address.startswith(url)]
    assert copies and all("/mpost_" in address and portals.ask(address).status == 200 for address in copies)


def test_an_nfcms_number_holds_in_its_own_column_alone(portals) -> None:
    url, other = column(portals, "hrss-441400"), column(portals, "hrss-442000")
    (address, _), *_ = by_links(portals, url, ".news_list a")
    assert portals.ask(address).status == 200
    assert portals.ask(address.replace(url, other)).status == 404


def test_nfcms_titles_may_be_cut_with_nothing_to_complete_them(portals) -> None:
    page = page_of(portals, column(portals, "hrss-510700"))
    anchors = page.cssselect(".news_list a")
    assert any(a.text.endswith("…") for a in anchors) and not any(a.get("title") for a in anchors)


@pytest.mark.parametrize(("code", "suffix"), [("hrss-350103", "htm"), ("hrss-350111", "htm")])
def test_trs_pages_are_counted_by_a_call_of_four_arguments(portals, code: str, suffix: str) -> None:
    url = column(portals, code)
    count, index = map(int, re.search(r"createPageHTML\((\d+), (\d+), ", portals.ask(url).text).groups())
    pages = [url, *(f"{url}index_{k}.{suffix}" for k in range(1, count))]
    rows = [row for address in pages for row in listed(page_of(portals, address), address, ".default_news a")]
    assert index == 0 and sorted(title for _, title in rows) == titles(code)
    assert portals.ask(f"{url}index_{count}.{suffix}").status == 404


def test_trs_may_ship_all_rows_at_once_behind_a_row_for_search_engines(portals) -> None:
    url = column(portals, "hrss-350503")
    text = portals.ask(url).text
    rows, pages, index = map(int, re.search(r"createPageHTML\((\d+), (\d+), (\d+), ", text).groups())
    assert (rows, index) == (len(titles("hrss-350503")), 0)
    found = listed(lxml_html.fromstring(text), url, ".default_news a")
    assert found[0][0] == url
    assert {title for _, title in found[1:]} == set(titles("hrss-350503"))
    assert pages > STUBS
    stub = portals.ask(f"{url}index_{pages - 1}.shtml")
    assert stub.status == 200 and 200 < len(stub.data) < 400


def test_trs_addresses_are_relative_and_one_climbs_out_of_the_root(portals) -> None:
    url = column(portals, "hrss-350503")
    hrefs = [a.get("href") for a in page_of(portals, url).cssselect(".default_news a")]
    assert {href.split("/")[0] for href in hrefs} == {".", ".."}
    climbing = [href for href in hrefs if href.count("../") > url.count("/") - 3]
    assert climbing and all(portals.ask(urljoin(url, href)).status == 404 for href in climbing)


def test_trs_files_lie_beside_their_article(portals) -> None:
    host, desk = desk_of("hrss-350103")
    site = desk.site()
    (item,) = (item for item in site.items if item.report_year == 2020)
    address = f"http://{host.address}:{portals.port}{host.portal.address(site, item)}"
    (link,) = page_of(portals, address).cssselect(".TRS_Editor a")
    assert re.fullmatch(r"\./P0\d+\.xlsx", link.get("href"))
    assert portals.ask(urljoin(address, link.get("href"))).data.startswith(b"PK")


def test_vsb_page_numbers_fall_with_age(portals) -> None:
    url = column(portals, "hrss-371311")
    first = page_of(portals, url)
    count = int(first.cssselect(".p_pages span")[1].text.split("/")[1])
    following = urljoin(url, first.cssselect(".p_next a")[0].get("href"))
    assert following == f"{url.removesuffix('.htm')}/{count - 1}.htm"
    pages = [url, *(f"{url.removesuffix('.htm')}/{k}.htm" for k in range(count - 1, 0, -1))]
    rows = [row for address in pages for row in listed(page_of(portals, address), address, "li[id^=line_u8_] a")]
    assert sorted(title for _, title in rows) == titles("hrss-371311")
    assert all(re.search(r"/info/3589/\d+\.htm$", address) for address, _ in rows)
    assert not page_of(portals, pages[-1]).cssselect(".p_next a")


def test_vsb_may_page_and_address_dynamically(portals) -> None:
    url = column(portals, "hrss-511400")
    rows: Rows = []
    following = url
    while following:
        page = page_of(portals, following)
        rows += listed(page, following, "li[id^=line_u8_] a")
        links = page.cssselect(".p_next a")
        following = urljoin(url, links[0].get("href")) if links else ""
        assert not following or "PAGENUM=" in following
    assert sorted(title for _, title in rows) == titles("hrss-511400")
    assert all("/content.jsp?urltype=news.NewsContentUrl" in address for address, _ in rows)


def test_vsb_gives_files_only_to_those_who_come_from_a_page(portals) -> None:
    url = column(portals, "hrss-371311")
    rows = by_links(portals, url, "li[id^=line_u8_] a", "下页")
    article = next(address for address, title in rows if "2020年度" in title and "罗庄" in title and "报告" in title)
    (link,) = page_of(portals, article).cssselect(".v_news_content a")
    file = urljoin(article, link.get("href"))
    assert "download.jsp" in file and link.text.endswith(".pdf")
    refused = portals.ask(file)
    assert refused.status == 200 and refused.text.startswith("<!DOCTYPE html>")
    assert portals.ask(file, Referer="http://example.gov.cn/").text.startswith("<!DOCTYPE html>")
    assert portals.ask(file, Referer=article).data.startswith(b"%PDF")


def test_a_list_of_links_may_stand_in_a_frame(portals) -> None:
    url = column(portals, "hrss-610500")
    shell = page_of(portals, url)
    assert not shell.cssselect("li a")
    (frame,) = shell.cssselect("iframe")
    inner = urljoin(url, frame.get("src"))
    rows = listed(page_of(portals, inner), inner, "ul:not(.nav) > li > a")
    assert sorted(title for _, title in rows) == titles("hrss-610500")


def test_a_list_of_links_may_cut_titles_and_name_a_mirror(portals) -> None:
    url = column(portals, "hrss-230805")
    page = page_of(portals, url)
    own = [a for a in page.cssselect("td > a") if a.get("class") is None]
    mirrors = page.cssselect("a.mirror")
    assert len(own) == len(titles("hrss-230805")) and any(a.text.endswith("…") for a in own)
    assert mirrors and all(a.get("href").startswith("http://127.0.3.9/") for a in mirrors)
