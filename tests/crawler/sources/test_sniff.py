"""A page says what system it is of: by its address, by its text, and never by a guess."""

from __future__ import annotations

import urllib.request

import pytest

import practice
from crawler.platforms import PLATFORMS
from crawler.registry import Bureau, load
from crawler.sources.sniff import Sniffed, sniff

REPORT = (
    "<html><head><title>某区人力资源和社会保障局2024年政府信息公开工作年度报告</title></head><body>{}</body></html>"
)
HOST = "https://www.example.gov.cn"


def article(place: str, text: str = "") -> Sniffed:
    return sniff(f"{HOST}{place}", REPORT.format(text))


def column(place: str, text: str) -> Sniffed:
    return sniff(f"{HOST}{place}", f"<html><head><title>年度报告</title></head><body>{text}</body></html>")


ARTICLES = [
    ("/D42Y/9000001.jhtml", "jeecms", {"department": None, "directory": "D42Y"}),
    ("/site_x/channel_x_5407_8066/doc_659f4fe78c92fdc5d29ee8d7.html", "liaocheng", {"channel": "site_x/channel_x_5407_8066"}),
    ("/zwgk/public/138/61238091.html", "lonsun", {"context": "/zwgk", "organ_id": 138, "type": None}),
    ("/public/column/491?type=3&nav=5&timeFrame=2020", "lonsun", {"context": "", "organ_id": 491, "type": 3}),
    ("/art/2024/1/19/art_1229063423_4327350.html", "hanweb", {"column_id": 1229063423}),
    ("/module/xxgk/xxgkAnnualReport.jsp?area=11370800004312490W&fbtime=2020", "hanweb", {"column_id": None, "area": "11370800004312490W"}),
    ("/gzpyjy/gkmlpt/content/8/8038/post_8038217.html", "gkmlpt", {"prefix": "/gzpyjy", "column_name": None}),
    ("/gkmlpt/content/8/8038/post_8038217.html", "gkmlpt", {"prefix": "", "column_name": None}),
    ("/wx/zfxxgknb/art/2024/art_603329826.html", "jpaas", {"column": "/wx/zfxxgknb/"}),
    ("/zwgk/zfxxgknb/content/post_2587258.html", "nfcms", {"column": "/zwgk/zfxxgknb/"}),
    ("/xxgk/gknb/202001/t20200117_1617338.html", "trs", {"column": "/xxgk/gknb/"}),
    ("/info/3589/11690.htm", "vsb", {"column": None}),
    ("/xxgk/xxgk_content.jsp?urltype=news.NewsContentUrl&wbtreeid=5069&wbnewsid=1143514", "vsb", {"column": None}),
    ("/xxgk-show-12475.html", "links", {"column": None}),
]  # fmt: skip


@pytest.mark.parametrize(("place", "platform", "parameters"), ARTICLES)
def test_the_address_of_a_report_names_platform_and_column(place: str, platform: str, parameters: dict) -> None:
    found = article(place)
    assert (found.platform, found.parameters) == (platform, parameters)
    assert found.base_url == HOST and found.evidence and found.is_readable
    assert found.title is not None and found.title.report_year == 2024


COLUMNS = [
    ("/?a=path&d=19&p=D12Y&page=3", "", "jeecms", {"department": 19, "directory": "D12Y"}),
    ("/channel_t_283_16517/", "", "liaocheng", {"channel": "channel_t_283_16517"}),
    ("/zwgk/public/column/138?type=4&catId=7001&action=list", "", "lonsun", {"context": "/zwgk", "organ_id": 138, "type": 4, "category_id": 7001}),
    ("/col/col1229425785/index.html", "", "hanweb", {"column_id": 1229425785}),
    ("/x/index.html", "<script>proxyUrl:'/module/jpage/dataproxy.jsp?columnid=44'</script>", "hanweb", {"column_id": 44}),
    ("/module/xxgk/search.jsp?divid=div44&infotypeId=A01&currpage=2", "", "hanweb", {"column_id": None, "xxgk": {"divid": "div44", "infotypeId": "A01"}}),
    ("/x/gkmlpt/annualreport#2629", 'window._CONFIG = {SID: \'175\', TREE: [{"id":2629,"name":"年度报告"}]}', "gkmlpt", {"prefix": "/x", "column_name": "年度报告"}),
    ("/col/col7/index.html", "<script src='/jpaas-publish-server/x.js'></script>", "jpaas", {"column": "/col/col7/index.html"}),
    ("/zwgk/nb/", "<a href='/zwgk/nb/content/post_1.html'>x</a>", "nfcms", {"column": "/zwgk/nb/"}),
    ("/zwgk/nb/", "<script>createPageHTML(3, 0, 'index', 'html');</script>", "trs", {"column": "/zwgk/nb/"}),
    ("/list.jsp?urltype=tree.TreeTempUrl&wbtreeid=5069", "", "vsb", {"column": "/list.jsp?urltype=tree.TreeTempUrl&wbtreeid=5069"}),
    ("/gknb.htm", "<li id='line_u9_0'>", "vsb", {"column": "/gknb.htm"}),
    ("/gknb/", "<li><a href='/7'>2023年政府信息公开工作年度报告</a></li>", "links", {"column": "/gknb/"}),
]  # fmt: skip


@pytest.mark.parametrize(("place", "text", "platform", "parameters"), COLUMNS)
def test_a_column_is_its_own_parameter(place: str, text: str, platform: str, parameters: dict) -> None:
    found = column(place, text)
    assert (found.platform, found.parameters) == (platform, parameters)
    assert found.title is None


def test_a_page_that_only_scripts_fill_needs_a_browser_and_says_why() -> None:
    found = column("/web/#/gknb", '<div id="app"></div><script src="/static/app.3f2a.js"></script>')
    assert found.platform == "script"
    assert found.parameters["column"] == "/web/#/gknb"
    assert "scripts" in found.parameters["why_browser"]


@pytest.mark.parametrize(
    ("text", "platform"),
    [
        ("<script>url:'/messageController/getMessage.do'</script>", "truecms"),
        ("<script src='/js/webBuilderCommon.js'></script>", "ewb"),
    ],
)
def test_a_system_that_cannot_be_read_is_named_all_the_same(text: str, platform: str) -> None:
    found = column("/gknb/", text)
    assert found.platform == platform and not found.is_readable
    assert found.parameters == {}


def test_what_gives_nothing_away_is_no_platform() -> None:
    found = column("/gknb/", "<p>机构职能</p>")
    assert (found.platform, found.evidence) == (None, ())


def test_an_endpoint_is_believed_before_an_address_and_the_pages_own_address_before_a_link() -> None:
    link = "<a href='/channel_x/doc_659f4fe78c92fdc5d29ee8d7.html'>年报</a>"
    assert column("/zwgk/public/column/138?type=4", link).platform == "lonsun"
    text = "<script>createPageHTML(3, 0, 'index', 'html');</script><script>'/module/web/jpage/dataproxy.jsp'</script>"
    assert column("/col/col7/index.html", text).platform == "hanweb"


def test_a_server_that_names_itself_is_evidence() -> None:
    found = sniff(f"{HOST}/gknb/", "<p></p>", {"Server": "VSB"})
    assert found.evidence == ("is served by VSB",)


KNOWN = [
    (bureau, report.url) for bureau in load() for report in bureau.known_reports if bureau.platform not in ("links", "script")
]  # fmt: skip


@pytest.mark.parametrize(("bureau", "url"), KNOWN, ids=[f"{b.bureau_code}-{n}" for n, (b, _) in enumerate(KNOWN)])
def test_the_address_of_a_known_report_agrees_with_the_registry(bureau: Bureau, url: str) -> None:
    assert sniff(url, REPORT.format("")).platform == bureau.platform


@pytest.fixture(scope="module")
def portals(free_port: int):
    with practice.running(free_port):
        yield {bureau.bureau_code: bureau for bureau in practice.registry(free_port)}


LISTED = [
    bureau for bureau in practice.registry(8620) if bureau.portal.get("column", bureau.portal.get("column_id", 1))
]


@pytest.mark.parametrize("code", [bureau.bureau_code for bureau in LISTED])
def test_a_practice_portal_is_recognised_by_the_page_that_is_asked_for_first(portals, code: str) -> None:
    bureau = portals[code]
    url = next(iter(PLATFORMS[bureau.platform].first_lists(bureau))).url
    found = fetched(url)
    if found.platform is None:
        (frame,) = found.evidence
        found = fetched(frame.split()[1].rstrip(","))
    assert found.platform == bureau.platform, found


def fetched(url: str) -> Sniffed:
    with urllib.request.urlopen(url) as answer:  # noqa: S310
        return sniff(url, answer.read().decode("utf-8", "replace"), dict(answer.headers))
