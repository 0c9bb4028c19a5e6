"""All healthy hosts: every document answers at its address, the same at each request, and names neither host nor port."""

from __future__ import annotations

import gzip
import io
import re
import zipfile
from urllib.parse import quote, urljoin

import pytest
from lxml import html as lxml_html

import practice
from crawler.platforms import PLATFORMS
from crawler.registry import dump, load
from practice.desks import Desk, Host
from practice.form import invented_mark
from practice.hosts import HOSTS, INVENTED
from practice.portals import carriers
from practice.portals.articles import Publishing, file_addresses
from practice.portals.carriers import CARRIERS
from practice.portals.shelf import Item, Site

DESKS = [(host, desk) for host in INVENTED for desk in host.desks]


def name(value: object) -> str:
    return value.address if isinstance(value, Host) else value.bureau_code if isinstance(value, Desk) else str(value)


def escaped(address: str) -> str:
    return quote(address, safe="/?&=%")


def base(portals, host: Host) -> str:
    return f"http://{host.address}:{portals.port}"


def carried(portal: Publishing, site: Site) -> list[tuple[Item, str]]:
    return [
        (item, address)
        for item in site.items
        if item.carrier != "page"
        for address in file_addresses(portal, site, item)
    ]


def test_every_platform_has_two_bureaus_and_some_share_a_host() -> None:
    platforms = [host.platform for host in HOSTS for _ in host.bureau_codes]
    assert set(platforms) == set(PLATFORMS)
    assert min(platforms.count(platform) for platform in PLATFORMS) >= 2
    codes = [code for host in HOSTS for code in host.bureau_codes]
    assert len(set(codes)) == len(codes) >= 25
    assert sum(len(host.bureau_codes) > 1 for host in HOSTS) >= 4
    assert len({host.address for host in HOSTS}) == len(HOSTS)


@pytest.mark.parametrize(("host", "desk"), DESKS, ids=name)
def test_every_document_answers_at_its_own_address_without_naming_the_host(portals, host: Host, desk: Desk) -> None:
    site = desk.site()
    addresses = [host.portal.address(site, item) for item in site.items]
    assert len(set(addresses)) == len(addresses)
    for item, address in zip(site.items, addresses, strict=True):
        if host.platform == "script":
            address = address.replace("/detail/", "/api/open/articles/").removesuffix(".html")
        answer = portals.ask(base(portals, host) + escaped(address))
        assert answer.status == 200, address
        assert item.title in answer.text
        assert host.address not in answer.text and str(portals.port) not in answer.text
        assert portals.ask(base(portals, host) + escaped(address)).data == answer.data


@pytest.mark.parametrize(("host", "desk"), DESKS, ids=name)
def test_files_are_what_their_addresses_say_and_need_not_be_sent_again(portals, host: Host, desk: Desk) -> None:
    signs = {
        "pdf": b"%PDF",
        "docx": b"PK",
        "xlsx": b"PK",
        "zip": b"PK",
        "xls": b"<html",
        "viewer": b"%PDF",
        "scan": b"\x89PNG",
    }
    for item, address in carried(host.portal, desk.site()):
        headers = {"Referer": base(portals, host) + "/"}
        answer = portals.ask(base(portals, host) + escaped(address), **headers)
        assert answer.status == 200 and answer.data.startswith(signs[item.carrier]), address
        assert host.address.encode() not in answer.data
        again = portals.ask(base(portals, host) + escaped(address), **headers, If_None_Match=answer.headers["etag"])
        assert (again.status, again.data) == (304, b"")


def test_reports_are_carried_in_every_way() -> None:
    found = {item.carrier for _, desk in DESKS for item in desk.site().items}
    assert found == set(CARRIERS)
    assert sum(item.carrier == "scan" for _, desk in DESKS if desk.is_listed for item in desk.site().items) == 1


@pytest.mark.parametrize(("host", "desk"), DESKS, ids=name)
def test_an_article_of_files_links_them_all_and_has_little_text(portals, host: Host, desk: Desk) -> None:
    site = desk.site()
    for item in site.items:
        if item.carrier == "page" or host.platform == "script":
            continue
        url = base(portals, host) + escaped(host.portal.address(site, item))
        page = lxml_html.fromstring(portals.ask(url).text)
        found = page.xpath("//a/@href | //img/@src | //iframe/@src")
        for address in file_addresses(host.portal, site, item):
            wanted = quote(address, safe="") if item.carrier == "viewer" else urljoin(url, escaped(address))
            assert any(wanted in (href if item.carrier == "viewer" else urljoin(url, escaped(href))) for href in found)


def test_a_zip_holds_the_word_file_and_a_viewer_is_a_page_of_scripts(portals) -> None:
    for host, desk in DESKS:
        for item, address in carried(host.portal, desk.site()):
            if item.carrier == "zip":
                data = portals.ask(base(portals, host) + escaped(address)).data
                assert [name.rsplit(".", 1)[1] for name in zipfile.ZipFile(io.BytesIO(data)).namelist()] == ["docx"]
            if item.carrier == "viewer":
                assert "<script>" in portals.ask(base(portals, host) + carriers.VIEWER + "?file=x").text


def test_every_report_says_that_it_is_invented(portals) -> None:
    note = invented_mark()
    for _, desk in DESKS:
        for item in desk.site().items:
            if item.report_year is not None:
                assert any(getattr(block, "text", "") == note for block in item.report.blocks)


def test_robots_files_are_of_all_healthy_kinds(portals) -> None:
    texts = [portals.ask(f"{base(portals, host)}/robots.txt") for host in HOSTS]
    assert {answer.status for answer in texts} == {200, 404}
    served = [answer.text for answer in texts if answer.status == 200]
    assert sum("Crawl-delay: 0.2" in text for text in served) == 1
    assert sum("Sitemap: http://127.0.1.12:" in text for text in served) == 1
    assert not any(re.search(r"Disallow: /$", text.split("User-agent: *")[-1], re.M) for text in served)


def test_a_sitemap_lists_every_document_of_a_host_whose_column_nobody_knows(portals) -> None:
    (host,) = (host for host in HOSTS if host.sitemap)
    (row,) = (row for row in practice.registry(portals.port) if row.bureau_code in host.bureau_codes)
    assert row.portal["column"] is None and not row.known_reports
    data = portals.ask(base(portals, host) + str(host.sitemap)).data
    urls = re.findall(r"<loc>(.*?)</loc>", gzip.decompress(data).decode())
    assert len(urls) == len(host.desks[0].site().items) <= 30
    assert all(portals.ask(url).status == 200 for url in urls)


def test_a_bureau_known_by_two_reports_alone_has_a_breadcrumb_to_its_column(portals) -> None:
    (row,) = (row for row in practice.registry(portals.port) if len(row.known_reports) == 2)
    assert row.portal["column"] is None
    for report in row.known_reports:
        page = lxml_html.fromstring(portals.ask(report.url).text)
        (column,) = page.cssselect(".crumb a")[1:]
        assert f"{report.report_year}年" in page.cssselect("h1")[0].text
        assert portals.ask(urljoin(report.url, column.get("href"))).text.count("<li>") > 5


def test_rows_may_be_chosen_and_are_valid(tmp_path, unused_port: int) -> None:
    rows = practice.registry(unused_port)
    chosen = practice.registry(unused_port, bureaus=practice.BUREAU_CODES)
    assert tuple(row.bureau_code for row in chosen) == practice.BUREAU_CODES
    dump(rows, tmp_path / "rows.yaml")
    assert load(tmp_path / "rows.yaml") == rows
    assert {row.portal["download_delay"] for row in rows} == {0}
