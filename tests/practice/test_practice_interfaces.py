"""Lists that an interface builds, and the second kinds of the platforms of the published five."""

from __future__ import annotations

import json
import re
from urllib.parse import quote, urlencode, urljoin

import pytest
from lxml import html as lxml_html

from practice.hosts import HOSTS
from practice.portals.gkmlpt import Gkmlpt
from practice.portals.hanweb import Hanweb
from practice.portals.jpaas import UNIT
from practice.portals.lonsun import CATEGORY_TYPE, NOTHING, Lonsun
from practice.portals.script import API, ORNAMENTS, SCRIPT
from tests.practice.test_practice_static_lists import column, desk_of, page_of, titles


def base(portals, bureau_code: str) -> str:
    return f"http://{desk_of(bureau_code)[0].address}:{portals.port}"


def unit(portals, bureau_code: str, number: int | None, **headers: str):
    """Page ``number`` of a jpaas list, asked for as the column itself would."""
    url = column(portals, bureau_code)
    pager = page_of(portals, url).cssselect("[querydata]")[0]
    query = dict(re.findall(r"'(\w+)':'(.*?)'", pager.get("querydata")))
    if number is not None:
        query["paramJson"] = json.dumps({"pageNo": number, "pageSize": int(pager.get("rows"))})
    return portals.ask(f"{base(portals, bureau_code)}{UNIT}?{urlencode(query)}", **headers)


def test_a_jpaas_column_has_no_rows_and_its_interface_wants_a_referer(portals) -> None:
    code = "hrss-331004"
    assert not page_of(portals, column(portals, code)).cssselect("li")
    assert unit(portals, code, 1).status == 403
    found = []
    for number in (1, 2, 3):
        data = json.loads(unit(portals, code, number, Referer=column(portals, code)).text)["data"]["html"]
        found += [a.get("title") for a in lxml_html.fromstring(f"<div>{data}</div>").cssselect("li a")]
    assert sorted(found) == titles(code)


def test_jpaas_turns_pages_by_one_parameter_alone(portals) -> None:
    code, referer = "hrss-331004", {"Referer": column(portals, "hrss-331004")}
    assert unit(portals, code, None, **referer).data == unit(portals, code, 1, **referer).data
    assert unit(portals, code, 2, **referer).data != unit(portals, code, 1, **referer).data


def test_jpaas_may_answer_with_text_and_repeat_page_one_for_ever(portals) -> None:
    code = "hrss-330502"
    text = page_of(portals, column(portals, code)).cssselect("[querydata]")[0]
    assert "'parseType':'buildstatic'" in text.get("querydata")
    assert int(text.get("count")) > len(titles(code))
    first = json.loads(unit(portals, code, 1).text)
    assert isinstance(first["data"], str) and unit(portals, code, 2).text == unit(portals, code, 1).text
    assert first["data"].count("<li>") == len(titles(code))


def hanweb(portals, code: str, **asked: object):
    host, desk = desk_of(code)
    assert isinstance(host.portal, Hanweb)
    own = {"webid": host.portal.web_id, "unitid": host.portal.unit_id, "columnid": desk.parameters["column_id"]}
    return portals.ask(f"{base(portals, code)}{host.portal.proxy}?{urlencode({**own, **asked})}")


@pytest.mark.parametrize(("code", "states_proxy"), [("hrss-330300", False), ("hrss-330100", True)])
def test_a_hanweb_proxy_may_know_nothing_but_the_page(portals, code: str, states_proxy: bool) -> None:
    number = desk_of(code)[1].parameters["column_id"]
    text = portals.ask(f"{base(portals, code)}/col/col{number}/index.html").text
    assert ("proxyUrl:" in text) == states_proxy
    assert "/module/web/jpage/dataproxy.jsp?page=2&" in text
    first = hanweb(portals, code, startrecord=16, endrecord=30, perpage=5).text
    assert first == hanweb(portals, code, page=1).text, "the range is ignored"
    found = re.findall(
        r"title=[\"'](.+?)[\"']|<a href=\"[^\"]+\">(.+?)</a>", first + hanweb(portals, code, page=2).text
    )
    assert sorted({one or other for one, other in found}) == titles(code)
    assert "<nextgroup>" not in hanweb(portals, code, page=2).text
    assert portals.ask(f"{base(portals, code)}/module/jpage/dataproxy.jsp").status == 404


def test_a_hanweb_answer_may_hold_a_single_record(portals) -> None:
    assert hanweb(portals, "hrss-330300", page=2).text.count("<record>") == 1


def test_hanweb_addresses_may_be_made_of_uuids(portals) -> None:
    host, desk = desk_of("hrss-330300")
    site = desk.site()
    assert all(
        re.search(r"/art/20\d\d/art_[0-9a-f-]{36}\.html$", host.portal.address(site, item)) for item in site.items
    )


def test_a_hanweb_proxy_may_answer_with_an_empty_datastore() -> None:
    site = desk_of("hrss-330300")[1].site()
    answer = Hanweb(answers="empty")._answer({"1229781585": site}, {"columnid": "1229781585", "page": "2"}, None)
    assert "<record>" not in answer and 40 < len(answer) < 70


def test_the_annual_report_page_shows_one_year_and_says_so_where_there_is_none(portals) -> None:
    code = "hrss-330922"
    area = desk_of(code)[1].parameters["area"]
    url = f"{base(portals, code)}/module/xxgk/xxgkAnnualReport.jsp?area={area}&fbtime="
    shown = portals.ask(f"{url}2022").text
    assert "嵊泗县人力资源和社会保障局2022年政府信息公开工作年度报告" in shown and "<table" in shown
    for missing in (f"{url}2009", f"{url}2022".replace(area, "other")):
        answer = portals.ask(missing)
        assert answer.status == 200 and "<table" not in answer.text


def test_the_disclosure_search_lists_the_whole_district(portals) -> None:
    code = "hrss-330921"
    asked = urlencode({**desk_of(code)[1].parameters["xxgk"], "divid": "div1229076511", "currpage": 1})
    url = f"{base(portals, code)}/module/xxgk/search.jsp"
    text = portals.ask(url, data=asked.encode()).text
    assert text == portals.ask(f"{url}?{asked}").text
    count = int(re.search(r"共&nbsp;(\d+)&nbsp;页", text)[1])
    found = []
    for number in range(1, count + 1):
        page = lxml_html.fromstring(portals.ask(f"{url}?{asked[:-1]}{number}").text)
        found += [a.get("title") for a in page.cssselect("tr[class^=tr_main_value_] a")]
    assert sorted(found) == sorted(titles(code) + titles("hrss-330922"))
    assert "tr_main_value" not in portals.ask(f"{url}?area=other").text


def test_a_gkmlpt_column_may_be_a_link_to_a_static_list(portals) -> None:
    code = "hrss-440300"
    host, _ = desk_of(code)
    assert isinstance(host.portal, Gkmlpt)
    shell = portals.ask(f"{base(portals, code)}/gkmlpt/annualreport").text
    tree = json.loads(re.search(r"TREE: (\[.*\]),\n  PAGE", shell, re.S)[1])
    (node,) = (node for node in tree if node["id"] == host.portal.column)
    assert node["jump_url"] == f"{host.portal.static}/"
    empty = portals.ask(f"{base(portals, code)}/gkmlpt/api/all/{host.portal.column}?page=1&sid={host.portal.sid}")
    assert json.loads(empty.text)["articles"] == []
    page = page_of(portals, urljoin(base(portals, code), node["jump_url"]))
    assert page.cssselect("a[href*='/content/post_']")


def test_a_lonsun_list_of_type_three_may_be_empty_and_the_tree_name_the_category(portals) -> None:
    code = "hrss-340102"
    host, desk = desk_of(code)
    assert isinstance(host.portal, Lonsun)
    organ = desk.parameters["organ_id"]
    own = {
        "labelName": "publicInfoList",
        "siteId": host.portal.site_id,
        "file": host.portal.label_file,
        "organId": organ,
        "pageSize": 50,
        "pageIndex": 1,
    }
    label = base(portals, code) + host.portal.label_path
    assert portals.ask(f"{label}?{urlencode({**own, 'type': 3})}").text == NOTHING
    first = page_of(portals, f"{base(portals, code)}/public/column/{organ}?type=3&action=list")
    (href,) = (a.get("href") for a in first.cssselect(".xxgk_tree a") if "年报" in a.text)
    text = portals.ask(urljoin(base(portals, code), href)).text
    assert f'catId: "{host.portal.category_id}"' in text and f'type: "{CATEGORY_TYPE}"' in text
    asked = {**own, "type": CATEGORY_TYPE, "catId": host.portal.category_id}
    page = lxml_html.fromstring(portals.ask(f"{label}?{urlencode(asked)}").text)
    assert sorted(a.get("title") for a in page.cssselect(".xxgk_navli a")) == titles(code)


def test_a_jeecms_article_answers_at_a_sibling_host_and_is_listed_there_too(portals) -> None:
    code = "hrss-410000"
    host, desk = desk_of(code)
    text = "".join(
        portals.ask(f"{base(portals, code)}/?a=path&d=31&p=D42Y&page={number}").text for number in range(1, 5)
    )
    addresses = re.findall(r'href="(http://[^"]+\.jhtml)"', text)
    elsewhere = [address for address in addresses if "//127.0.1.2:" in address]
    assert elsewhere and len(addresses) == len(titles(code)) + len(elsewhere)
    for address in elsewhere:
        assert portals.ask(address).data == portals.ask(address.replace("127.0.1.2", host.address)).data
    assert not page_of(portals, f"http://127.0.1.2:{portals.port}/?a=path&d=31&p=D42Y").cssselect("ul > a")
    assert desk.manners["other_hosts"] == ["http://127.0.1.2"]


def test_jeecms_files_may_have_chinese_paths(portals) -> None:
    host, desk = desk_of("hrss-410000")
    site = desk.site()
    (item,) = (item for item in site.items if item.report_year == 2022)
    page = page_of(portals, base(portals, "hrss-410000") + host.portal.address(site, item))
    (link,) = page.cssselect(".content-txt a")
    assert re.fullmatch(r"/attachment/（2023）.+\.pdf", link.get("href"))
    assert portals.ask(base(portals, "hrss-410000") + quote(link.get("href"))).data.startswith(b"%PDF")


def test_a_script_portal_shows_nothing_by_itself_and_asks_for_ornaments(portals) -> None:
    code = "hrss-310113"
    url = column(portals, code).split("#")[0]
    shell = page_of(portals, url)
    assert not shell.cssselect("a, li") and SCRIPT in portals.ask(url).text
    assert all(portals.ask(base(portals, code) + path).status == 200 for path in (*ORNAMENTS, SCRIPT))
    asked = f"{base(portals, code)}{API}?column={quote(desk_of(code)[1].parameters['column'])}&page="
    rows = [row for number in (1, 2, 3) for row in json.loads(portals.ask(f"{asked}{number}").text)["rows"]]
    assert sorted(row["title"] for row in rows) == titles(code)
    article = portals.ask(base(portals, code) + rows[0]["url"]).text
    assert rows[0]["title"] not in article and 'id="app"' in article


def test_liaochengs_counties_have_a_site_before_the_channel(portals) -> None:
    host, desk = desk_of("hrss-371525")
    url = f"{base(portals, 'hrss-371525')}/{desk.parameters['channel']}/"
    assert desk.parameters["channel"].startswith("site_")
    (address,) = {a.get("href") for a in page_of(portals, url).cssselect(".item a")} & {
        host.portal.address(desk.site(), item).rsplit("/", 1)[1]
        for item in desk.site().items
        if item.report_year == 2025
    }
    assert portals.ask(urljoin(url, address)).status == 200


def test_hosts_of_one_platform_differ_in_their_switches() -> None:
    by_platform: dict[str, set[str]] = {}
    for host in HOSTS:
        by_platform.setdefault(host.platform, set()).add(repr(host.portal))
    assert all(len(kinds) > 1 for platform, kinds in by_platform.items() if platform != "script")
