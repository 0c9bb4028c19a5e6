"""Each portal as its platform behaves: its list reaches every report, and its traps are set."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from urllib.parse import urljoin, urlsplit

import docx
import pytest
from lxml import html as lxml_html

from practice.portals.gkmlpt import Gkmlpt
from practice.portals.hanweb import Hanweb
from practice.portals.lonsun import NOTHING, Lonsun
from practice.portals.shelf import shelf
from practice.publishers import BUREAU_CODES, publisher

LONSUN, HANWEB, GKMLPT = Lonsun(), Hanweb(), Gkmlpt()
JINSHUI, LIAOCHENG, XIANGSHAN, SHAOXING, PANYU = BUREAU_CODES
Rows = list[tuple[str, str]]


def page_of(portals, url: str) -> lxml_html.HtmlElement:
    answer = portals.ask(url)
    assert answer.status == 200, url
    return lxml_html.fromstring(answer.data.decode())


def jeecms(portals) -> Rows:
    base, rows = portals.base(JINSHUI), []
    first = page_of(portals, f"{base}/?a=path&d=12&p=D42Y")
    count = int(first.cssselect(".page-tile a")[-2].text)
    for number in range(1, count + 1):
        page = page_of(portals, f"{base}/?a=path&d=12&p=D42Y&page={number}")
        anchors = page.cssselect("ul.page-list > a, ul.common-list > a")
        rows += [(anchor.get("href"), anchor.cssselect("span")[0].text) for anchor in anchors]
    return rows


def liaocheng(portals) -> Rows:
    url, rows = f"{portals.base(LIAOCHENG)}/channel_l_srsjchannel201911221748522677536714/", []
    while url:
        page = page_of(portals, url)
        anchors = page.cssselect(".wbj_list_1 .item a")
        rows += [(urljoin(url, anchor.get("href")), anchor.text) for anchor in anchors]
        following = [anchor.get("href") for anchor in page.cssselect("a") if anchor.text == "下一页"]
        url = urljoin(url, following[0]) if following else ""
    return rows


def label(portals, number: int, **changed: str) -> str:
    asked = {
        "labelName": "publicInfoList",
        "siteId": LONSUN.site_id,
        "organId": "139",
        "type": "3",
        "pageSize": "7",
        "file": LONSUN.label_file,
        **changed,
    }
    query = "&".join(f"{key}={value}" for key, value in asked.items())
    return portals.ask(f"{portals.base(XIANGSHAN)}{LONSUN.label_path}?{query}&pageIndex={number}").text


def lonsun_rows(portals) -> Rows:
    base, rows = portals.base(XIANGSHAN), []
    count = int(re.search(r"pageCount:(\d+)", label(portals, 1))[1])
    for number in range(1, count + 1):
        fragment = lxml_html.fromstring(f"<div>{label(portals, number)}</div>")
        rows += [(urljoin(base, a.get("href")), a.get("title")) for a in fragment.cssselect("li > a")]
    return rows


def hanweb_records(text: str) -> list[str]:
    return re.findall(r"<record><!\[CDATA\[(.*?)\]\]></record>", text, re.S)


def proxied(portals, first: int, last: int, path: str = HANWEB.proxy, unit: str = HANWEB.unit_id):
    url = f"{portals.base(SHAOXING)}{path}?startrecord={first}&endrecord={last}&perpage=5"
    data = f"col=1&appid=1&webid={HANWEB.web_id}&columnid=1229425785&unitid={unit}&permissiontype=0"
    return portals.ask(url, data=data.encode())


def hanweb_rows(portals) -> Rows:
    url = f"{portals.base(SHAOXING)}/col/col1229425785/index.html"
    text = portals.ask(url).text
    records = hanweb_records(text)
    total = int(re.search(r"totalRecord:(\d+)", text)[1])
    for first in range(len(records) + 1, total + 1, HANWEB.block):
        records += hanweb_records(proxied(portals, first, first + HANWEB.block - 1).text)
    anchors = [lxml_html.fromstring(record).xpath("descendant-or-self::a")[0] for record in records]
    return [(urljoin(url, a.get("href")), a.get("title") or a.text) for a in anchors]


def articles(portals, number: int):
    url = f"{portals.base(PANYU)}/gzpyrsj/gkmlpt/api/all/{GKMLPT.column}?page={number}&sid={GKMLPT.sid}"
    return portals.ask(url)


def gkmlpt_rows(portals) -> Rows:
    rows, number = [], 1
    while (answer := articles(portals, number)).status == 200:
        rows += [(entry["url"], entry["title"]) for entry in json.loads(answer.data)["articles"]]
        number += 1
    return rows


WALKS: dict[str, Callable[..., Rows]] = {
    JINSHUI: jeecms,
    LIAOCHENG: liaocheng,
    XIANGSHAN: lonsun_rows,
    SHAOXING: hanweb_rows,
    PANYU: gkmlpt_rows,
}


@pytest.mark.parametrize("code", BUREAU_CODES)
def test_the_list_reaches_every_document_once(portals, code: str) -> None:
    rows = WALKS[code](portals)
    assert sorted(title for _, title in rows) == sorted(item.title for item in shelf(code))
    assert len({url for url, _ in rows}) == len(rows) > 20


@pytest.mark.parametrize("code", BUREAU_CODES)
def test_every_listed_address_answers_on_the_portals_own_host(portals, code: str) -> None:
    for url, title in WALKS[code](portals):
        assert urlsplit(url).netloc == urlsplit(portals.base(code)).netloc
        answer = portals.ask(url)
        assert answer.status == 200
        assert title in answer.text


@pytest.mark.parametrize("code", [JINSHUI, LIAOCHENG, SHAOXING])
def test_html_reports_stand_on_their_article_pages(portals, code: str) -> None:
    reports = {item.title: item for item in shelf(code) if item.report_year}
    for url, title in WALKS[code](portals):
        if title in reports:
            page = page_of(portals, url)
            assert max(len(table.xpath("./tbody/tr")) for table in page.iter("table")) in (26, 28)
            assert publisher(code).agency_name in page.text_content()


def test_jeecms_takes_turns_with_two_skins_and_dates_only_one(portals) -> None:
    base = portals.base(JINSHUI)
    first = page_of(portals, f"{base}/?a=path&d=12&p=D42Y&page=1")
    second = page_of(portals, f"{base}/?a=path&d=12&p=D42Y&page=2")
    assert first.cssselect("ul.page-list > a > span") and not first.cssselect("ul.page-list em")
    assert second.cssselect("ul.common-list > a > em")
    assert not page_of(portals, f"{base}/?a=path&d=99&p=D42Y").cssselect("ul > a")


def test_jeecms_index_blocks_have_five_values_on_reports_and_eight_elsewhere(portals) -> None:
    lengths = {}
    for url, title in jeecms(portals):
        is_report = any(item.title == title and item.report_year for item in shelf(JINSHUI))
        lengths.setdefault(is_report, set()).add(len(page_of(portals, url).cssselect(".content-index li")))
    assert lengths == {True: {5}, False: {8}}


def test_liaochengs_report_of_2020_was_imported_again_in_2023(portals) -> None:
    rows = {title: url for url, title in liaocheng(portals)}
    url = rows["聊城市人力资源和社会保障局2020年政府信息公开工作年度报告"]
    assert url.endswith("/doc_64490ed381b21bb8b8a79a92.html")
    page = page_of(portals, url)
    assert [span.text for span in page.cssselect(".info span")][1] == "2023-04-26"
    assert page.text_content().count(page.cssselect("h1")[0].text) >= 3, "head, title and title again"


def test_liaocheng_pages_two_and_three_have_addresses_of_two_kinds(portals) -> None:
    base = f"{portals.base(LIAOCHENG)}/channel_l_srsjchannel201911221748522677536714/"
    assert 'href="/channel_l_srsjchannel201911221748522677536714/index_2.html"' in portals.ask(base).text
    assert "?pageIndex=3" in portals.ask(f"{base}index_2.html").text
    assert "下一页" not in portals.ask(f"{base}?pageIndex=3").text
    assert portals.ask(f"{base}?pageIndex=4").status == 404


def test_lonsun_lists_come_from_the_address_that_the_column_names(portals) -> None:
    base = portals.base(XIANGSHAN)
    column = portals.ask(f"{base}/zwgk/public/column/139?type=3&action=list").text
    assert f'"{LONSUN.label_path}"' in column and "public/139/" not in column
    assert portals.ask(f"{base}/zwgk/site/label/8888?labelName=publicInfoList").status == 404


def test_lonsun_cuts_titles_repeats_page_one_as_page_zero_and_answers_nothing_with_200(portals) -> None:
    anchors = lxml_html.fromstring(label(portals, 1)).cssselect("li > a")
    assert any(a.text.endswith("…") and len(a.get("title")) > len(a.text) for a in anchors)
    assert label(portals, 0) == label(portals, 1)
    assert label(portals, 99) == label(portals, 1, organId="140") == NOTHING


def test_lonsun_reports_are_word_files_linked_in_a_body_below_a_doubled_index(portals) -> None:
    files = 0
    for url, title in lonsun_rows(portals):
        page = page_of(portals, url)
        assert len(page.cssselect("table.table_suoyin")) == 2
        for anchor in page.cssselect(".j-fontContent a"):
            data = portals.ask(urljoin(url, anchor.get("href"))).data
            assert len(docx.Document(io.BytesIO(data)).tables) == 3, title
            files += 1
    assert files == 6


def test_lonsun_articles_answer_at_a_second_address(portals) -> None:
    url, _ = lonsun_rows(portals)[0]
    number = url.rsplit("/", 1)[1].removesuffix(".html")
    alias = f"{portals.base(XIANGSHAN)}/zwgk/public/content/{number}"
    assert portals.ask(alias).data == portals.ask(url).data


def test_hanweb_embeds_one_block_and_serves_the_next_only_at_the_right_proxy(portals) -> None:
    text = portals.ask(f"{portals.base(SHAOXING)}/col/col1229425785/index.html").text
    assert len(hanweb_records(text)) == HANWEB.block == 15
    assert f"proxyUrl:'{HANWEB.proxy}'" in text
    assert len(hanweb_records(proxied(portals, 16, 30).text)) == len(shelf(SHAOXING)) - 15
    assert proxied(portals, 16, 30, path="/module/web/jpage/dataproxy.jsp").status == 404
    assert hanweb_records(proxied(portals, 16, 30, unit="1").text) == []


def test_hanweb_rows_come_in_all_shapes(portals) -> None:
    text = portals.ask(f"{portals.base(SHAOXING)}/col/col1229425785/index.html").text
    records = "\n".join(hanweb_records(text))
    for shape in (
        r"href='/art",
        r'<a title="[^"]+" href="/art',
        r"href='//127\.",
        r"<tr><td>",
        r"\[\d{4}-\d\d\n-\d\d\]",
    ):
        assert re.search(shape, records), shape
    assert re.search(r'<a href="[^"]+">', records), "a row without title attribute"


def test_hanweb_articles_are_one_layout_table_with_the_index_inside(portals) -> None:
    url = f"{portals.base(SHAOXING)}/art/2023/1/17/art_1229425785_70119.html"
    page = page_of(portals, url)
    assert page.xpath("//table[@id='article']//table[@class='xxgk_head']")
    assert len(page.xpath("//table[@id='article']//div[@id='zoom']//table")) == 3
    assert portals.ask(url.replace("/1/17/", "/1/18/")).status == 404


def test_gkmlpt_page_zero_is_page_one_and_after_the_last_comes_404(portals) -> None:
    assert articles(portals, 0).data == articles(portals, 1).data
    assert [articles(portals, number).status for number in (1, 2, 3, 4)] == [200, 200, 200, 404]
    assert json.loads(articles(portals, 1).data)["classify"]["post_count"] > len(shelf(PANYU))


def test_gkmlpt_tree_is_json_inside_a_script_literal(portals) -> None:
    text = portals.ask(f"{portals.base(PANYU)}/gzpyrsj/gkmlpt/annualreport").text
    tree = json.loads(re.search(r"TREE: (\[.*\]),\n  PAGE", text, re.S)[1])
    assert [node["id"] for node in tree if "年度报告" in node["name"]] == [GKMLPT.column]
    assert f"SID: '{GKMLPT.sid}'" in text


def test_gkmlpt_reports_are_pdf_attachments_named_only_in_the_api_or_in_alt(portals) -> None:
    entries = [e for n in (1, 2, 3) for e in json.loads(articles(portals, n).data)["articles"] if e["attachment"]]
    assert len(entries) == 6
    hrefs = set()
    for entry in entries:
        for attachment in entry["attachment"]:
            answer = portals.ask(attachment["url"])
            assert answer.data.startswith(b"%PDF") and str(len(answer.data)) == attachment["size"]
        anchors = page_of(portals, entry["url"]).cssselect("a.nfw-cms-attachment")
        assert [a.get("alt") for a in anchors] == [a["name"] for a in entry["attachment"]]
        hrefs |= {a.get("href") for a in anchors}
        second = portals.ask(entry["post_url"])
        assert second.status == 200 and "nfw-cms-attachment" not in second.text
    assert "" in hrefs and len(hrefs) > 1
    (doubled,) = [entry for entry in entries if len(entry["attachment"]) == 2]
    assert len({a["url"].rsplit("/", 1)[1] for a in doubled["attachment"]}) == 1


@pytest.mark.parametrize("code", BUREAU_CODES)
def test_lists_hold_what_only_looks_like_a_report(code: str) -> None:
    titles = [item.title for item in shelf(code) if item.report_year is None]
    for part in ("公开指南", "公开制度", "法治政府建设年度报告", "政府网站工作年度报表", "工作总结", "的通知"):
        assert any(part in title for title in titles), part
    neighbours = [item for item in shelf(code) if item.is_neighbour]
    assert len(neighbours) == 4
    assert all("政府信息公开工作年度报告" in item.title for item in neighbours)
