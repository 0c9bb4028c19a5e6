"""The healthy hosts: every platform is played, every document answers, and what is invented says so."""

from __future__ import annotations

from urllib.parse import quote

from crawler.platforms import PLATFORMS
from practice.form import invented_mark
from practice.hosts import HOSTS, INVENTED
from practice.portals.formats import FORMATS
from practice.publishers import BUREAU_CODES, publisher
from practice.report import Report
from practice.sites import BureauSite, Host

BUREAU_SITES = [(host, bureau_site) for host in INVENTED for bureau_site in host.bureau_sites]


def is_marked(report: Report) -> bool:
    return any(getattr(block, "text", "") == invented_mark() for block in report.blocks)


def test_every_platform_has_two_bureaus_and_some_share_a_host() -> None:
    platforms = [host.platform for host in HOSTS for _ in host.bureau_codes]
    assert set(platforms) == set(PLATFORMS)
    assert min(platforms.count(platform) for platform in PLATFORMS) >= 2
    codes = [code for host in HOSTS for code in host.bureau_codes]
    assert len(set(codes)) == len(codes) >= 25
    assert sum(len(host.bureau_codes) > 1 for host in HOSTS) >= 4


def test_reports_are_carried_in_every_way() -> None:
    assert {item.format for _, bureau_site in BUREAU_SITES for item in bureau_site.site().items} == set(FORMATS)


def newest(portals, host: Host, bureau_site: BureauSite) -> str:
    """The address of the newest report; a portal of scripts has its text behind an interface."""
    site = bureau_site.site()
    item = max((item for item in site.items if item.report_year), key=lambda item: item.report_year)
    address = host.portal.address(site, item)
    if host.platform == "script":
        address = address.replace("/detail/", "/api/open/articles/").removesuffix(".html")
    return f"http://{host.address}:{portals.port}{quote(address, safe='/?&=%')}"


def test_a_report_is_the_same_at_each_request_and_names_neither_host_nor_port(portals) -> None:
    for host, bureau_site in BUREAU_SITES:
        url = newest(portals, host, bureau_site)
        answer = portals.ask(url)
        assert answer.status == 200, url
        assert host.address not in answer.text and str(portals.port) not in answer.text
        assert portals.ask(url).data == answer.data


def test_what_is_invented_says_so_and_what_is_real_does_not() -> None:
    assert all(
        is_marked(item.report)
        for _, bureau_site in BUREAU_SITES
        for item in bureau_site.site().items
        if item.report_year
    )
    for code in BUREAU_CODES:
        for year in publisher(code).years.values():
            assert is_marked(year.report) == (year.origin == "invented"), (code, year.year)
