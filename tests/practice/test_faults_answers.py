"""What the deck's portals say: errors, walls, false pages, words in other charsets, and reports that change."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from email.utils import parsedate_to_datetime

import pytest
from deck.guest import BY_NAME, Guest, visiting

from practice.faults import CASES, SECOND
from practice.faults.statuses import OUTSIDER
from practice.log import moment


@pytest.fixture(name="deck_guest", scope="module")
def _deck_guest() -> Iterator[Guest]:
    with visiting() as guest:
        yield guest


@pytest.mark.parametrize(
    ("name", "place", "statuses"),
    [
        ("burst_5xx", "list", [503, 503, 200, 200]),
        ("article_burst_5xx", "article 2022", [502, 502, 200]),
        ("permanent_503", "list", [503] * 5),
        ("permanent_500", "article 2022", [500] * 5),
        ("retry_after_503", "list", [503, 200]),
        ("list_404", "list", [404, 404]),
        ("article_404", "article 2022", [404]),
        ("article_410", "article 2022", [410]),
        ("maintenance_503", "list", [503]),
        ("robots_404", "robots", [404]),
        ("robots_403", "robots", [403]),
        ("robots_401", "robots", [401]),
        ("robots_5xx", "robots", [503, 503, 503, 503]),
    ],
)
def test_errors_come_as_often_as_the_case_says(deck_guest, name, place, statuses):
    deck_guest.fresh(name)
    assert [deck_guest.ask(name, place).status for _ in statuses] == statuses


def test_patience_is_asked_for_in_both_forms(deck_guest):
    seconds = deck_guest.ask("retry_after_429", "list")
    assert (seconds.status, seconds.headers["retry-after"]) == (429, "7200")
    dated = deck_guest.ask("retry_after_429_date", "list")
    until = parsedate_to_datetime(dated.headers["retry-after"]).timestamp()
    assert abs(until - moment() - 7200) < 10
    assert "retry-after" not in deck_guest.ask("bare_429", "list").headers
    assert deck_guest.ask("retry_after_503_long", "list").status == 503


@pytest.mark.parametrize(
    ("name", "status", "sign"),
    [
        ("wall_ruishu", 412, "$_ts"),
        ("wall_jsl", 521, "_clearance"),
        ("wall_geo", 403, "reason:GeoBL"),
        ("wall_cdn", 403, "CDN"),
        ("forbidden", 403, "403 Forbidden"),
        ("captcha", 200, "验证码"),
    ],
)
def test_walls_show_their_signs_everywhere_but_at_robots_txt(deck_guest, name, status, sign):
    for place in ("list", "article 2022", "home", "/anywhere"):
        answer = deck_guest.ask(name, place)
        assert answer.status == status
        assert sign in answer.text
    assert deck_guest.ask(name, "robots").status == 200


def test_a_wall_may_stand_before_robots_txt(deck_guest):
    assert deck_guest.ask("wall_before_robots", "robots").status == 412


def test_a_wall_may_stand_behind_an_open_list(deck_guest):
    assert deck_guest.ask("wall_in_the_middle", "list").status == 200
    assert deck_guest.ask("wall_in_the_middle", "article 2022").status == 412


def test_a_cookie_opens_one_door_and_not_the_other(deck_guest):
    door = deck_guest.ask("cookie_handshake", "list")
    assert (door.status, door.headers["location"]) == (302, deck_guest.path("cookie_handshake", "list"))
    cookie = door.headers["set-cookie"].split(";")[0]
    assert deck_guest.ask("cookie_handshake", "list", cookie=cookie).status == 200
    for _ in range(3):
        door = deck_guest.ask("cookie_wall", "list", cookie=door.headers["set-cookie"].split(";")[0])
        assert door.status == 302


@pytest.mark.parametrize(
    ("name", "place", "sign"),
    [
        ("soft_404", "article 2022", "不存在"),
        ("maintenance_200", "list", "维护"),
        ("article_maintenance", "article 2022", "维护"),
        ("illegal_request", "list", "非法请求"),
        ("error_named_pdf", "file 2022", "HTTP Status 500"),
        ("login_instead", "file 2022", "登录"),
        ("robots_html", "robots", "<html"),
    ],
)
def test_false_success_has_status_200(deck_guest, name, place, sign):
    answer = deck_guest.ask(name, place)
    assert answer.status == 200
    assert sign in answer.text


def test_empty_answers_are_empty(deck_guest):
    assert deck_guest.ask("empty_list_body", "list").data == b""
    assert deck_guest.ask("empty_article_body", "article 2022").data == b""
    assert "<li>" not in deck_guest.ask("empty_list", "list").text
    assert '<div id="app"></div>' in deck_guest.ask("shell_article", "article 2022").text


@pytest.mark.parametrize(
    ("name", "place"),
    [("truncated_html", "article 2022"), ("truncated_pdf", "file 2022"), ("truncated_zip", "file 2022")],
)
def test_a_document_may_be_cut_with_its_length_right(deck_guest, name, place):
    whole = deck_guest.site(name).answer(place).body
    cut = deck_guest.ask(name, place)
    assert int(cut.headers["content-length"]) == len(cut.data) < len(whole)
    assert whole.startswith(cut.data)
    assert not cut.data.rstrip().endswith((b">", b"%%EOF"))


def test_lists_may_go_on_for_ever(deck_guest):
    for number in (2, 50, 5000):
        same, new = (
            deck_guest.ask(name, f"/xxgk/gknb/index_{number}.html").text for name in ("endless_same", "endless_new")
        )
        assert f"index_{number + 1}.html" in same
        assert deck_guest.path("endless_same", "article 2022") in same
        assert f"n{number}.html" in new


def test_the_rows_of_odd_lists(deck_guest):
    twice = deck_guest.ask("listed_twice", "list").text
    assert twice.count(deck_guest.path("listed_twice", "article 2022")) == 2
    assert "http://www.mirror.example/" in deck_guest.ask("mirror", "list").text
    assert "<iframe" in deck_guest.ask("framed_list", "list").text
    assert deck_guest.path("framed_list", "article 2022") in deck_guest.ask("framed_list", "framed").text


def test_one_report_answers_at_three_addresses(deck_guest):
    pages = {deck_guest.ask("three_addresses", place).data for place in ("article 2022", "second", "third")}
    assert len(pages) == 1


def test_another_years_and_another_agencys_report_stand_behind_a_title(deck_guest):
    assert "2021年政府信息公开工作年度报告</h1>" in deck_guest.ask("wrong_year", "article 2022").text
    assert "<h1>演练路街道办事处2021年" in deck_guest.ask("other_department_unsaid", "neighbour").text


def test_redirects_lead_where_the_case_says(deck_guest):
    places = {
        "to_private_network": "http://10.0.0.1/",
        "to_cloud_metadata": "http://169.254.169.254/latest/meta-data/",
        "to_own_machine": f"http://{OUTSIDER}:{deck_guest.port}/",
        "to_unregistered_host": "http://www.mirror.example/nb.html",
        "to_own_file": "file:///etc/hostname",
        "article_to_home": "/",
    }
    for name, target in places.items():
        answer = deck_guest.ask(name, "article 2022")
        assert (answer.status, answer.headers["location"]) == (302, target)


def test_redirects_may_go_round_or_on(deck_guest):
    path = deck_guest.path("redirect_loop", "article 2022")
    there = deck_guest.ask("redirect_loop", path).headers["location"]
    assert deck_guest.ask("redirect_loop", there).headers["location"] == path
    hops, target = 0, deck_guest.path("redirect_chain", "article 2022")
    while (answer := deck_guest.ask("redirect_chain", target)).status == 302:
        hops, target = hops + 1, answer.headers["location"]
    assert (hops, answer.status) == (30, 200)


@pytest.mark.parametrize(
    ("name", "charset", "header"),
    [
        ("gbk_called_utf8", "gbk", "text/html; charset=utf-8"),
        ("gb2312_by_meta", "gb18030", "text/html"),
        ("bom", "utf-8-sig", "text/html; charset=gbk"),
        ("charset_unsaid", "utf-8", "text/html"),
        ("gbk_unsaid", "gbk", "text/html"),
    ],
)
def test_words_come_in_the_charset_of_the_case(deck_guest, name, charset, header):
    answer = deck_guest.ask(name, "article 2022")
    assert answer.headers["content-type"] == header
    assert deck_guest.site(name).agency in answer.data.decode(charset)
    assert ("charset=" in answer.data.decode(charset)) == (name not in ("charset_unsaid", "gbk_unsaid"))


def test_files_are_what_the_case_says(deck_guest):
    assert deck_guest.ask("html_named_doc", "file 2022").data.startswith(b"<html")
    one, other = (deck_guest.ask("one_name_two_files", place) for place in ("file 2022", "file 2022 2"))
    assert one.data.startswith(b"%PDF") and other.data.startswith(b"%PDF") and one.data != other.data
    names = [deck_guest.path("one_name_two_files", place).rsplit("/", 1)[1] for place in ("file 2022", "file 2022 2")]
    assert names[0] == names[1]
    assert "viewer.html?file=%2Ffiles%2F2022%2F1%2Freport.pdf" in deck_guest.ask("viewer", "article 2022").text
    with zipfile.ZipFile(io.BytesIO(deck_guest.ask("zipped_report", "file 2022").data)) as packed:
        assert [name.rsplit(".", 1)[1] for name in packed.namelist()] == ["docx"]
    assert deck_guest.ask("pictures_only", "file 2022 2").data.startswith(b"\x89PNG")


def test_a_gated_file_opens_to_those_who_come_from_its_page(deck_guest):
    came_from = deck_guest.site("referer_gated").base_url + deck_guest.path("referer_gated", "article 2022")
    assert deck_guest.ask("referer_gated", "file 2022").headers["content-type"].startswith("text/html")
    assert deck_guest.ask("referer_gated", "file 2022", referer=came_from).data.startswith(b"%PDF")


def test_robots_txt_says_what_the_case_says(deck_guest):
    assert "Crawl-delay: 0.3" in deck_guest.ask("robots_crawl_delay", "robots").text
    assert len(deck_guest.ask("robots_huge", "robots").data) > 1_900_000
    assert "Disallow: /xxgk/\n" in deck_guest.ask("robots_disallow", "robots").text
    text = deck_guest.ask("only_sitemap", "robots").text
    assert f"Sitemap: http://{BY_NAME['only_sitemap'].address}:{deck_guest.port}/map/sitemap.xml" in text
    assert deck_guest.path("only_sitemap", "article 2022") in deck_guest.ask("only_sitemap", "map").text


@pytest.mark.parametrize("name", ["edit_layout", "edit_counter", "edit_prose", "edit_numbers"])
def test_a_report_changes_with_its_stage_and_so_does_its_tag(deck_guest, name):
    before = deck_guest.ask(name, "article 2022")
    assert deck_guest.ask(name, "article 2022", if_none_match=before.headers["etag"]).status == 304
    deck_guest.deck.stage(name, "changed")
    after = deck_guest.ask(name, "article 2022", if_none_match=before.headers["etag"])
    assert after.status == 200 and after.data != before.data
    assert deck_guest.ask(name, "article 2023").status == 200
    deck_guest.fresh(name)
    assert deck_guest.ask(name, "article 2022").data == before.data


def test_a_report_vanishes_and_comes_back(deck_guest):
    for name, status in (("vanishes_404", 404), ("vanishes_softly", 200)):
        before = deck_guest.ask(name, "article 2022").data
        deck_guest.deck.stage(name, "changed")
        gone = deck_guest.ask(name, "article 2022")
        assert gone.status == status and gone.data != before
        deck_guest.deck.stage(name, "back")
        assert deck_guest.ask(name, "article 2022").data == before
        deck_guest.fresh(name)


def test_a_report_may_leave_its_list_alone(deck_guest):
    path = deck_guest.path("unlisted", "article 2022")
    assert path in deck_guest.ask("unlisted", "list").text
    deck_guest.deck.stage("unlisted", SECOND)
    assert path not in deck_guest.ask("unlisted", "list").text
    assert deck_guest.ask("unlisted", "article 2022").status == 200
    deck_guest.fresh("unlisted")


def test_conditions_are_honoured_or_ignored(deck_guest):
    for name, status in (("conditional", 304), ("unconditional", 200)):
        for place in ("article 2022", "file 2022"):
            headers = deck_guest.ask(name, place).headers
            assert deck_guest.ask(name, place, if_none_match=headers["etag"]).status == status
            assert deck_guest.ask(name, place, if_modified_since=headers["last-modified"]).status == status


@pytest.mark.parametrize(
    "name", [case.name for case in CASES if SECOND in case.stages and not case.stages[SECOND].faults]
)
def test_what_a_second_night_must_mend_is_mended(deck_guest, name):
    deck_guest.deck.stage(name, SECOND)
    case = BY_NAME[name]
    for place in ("list", *(f"article {year}" for year in case.reports)):
        answer = deck_guest.ask(name, place)
        assert answer.status == 200
        assert answer.data == deck_guest.site(name).answer(place).body
    deck_guest.fresh(name)


def test_an_article_of_another_platform_stands_in_its_list_at_both_addresses(deck_guest):
    listed = deck_guest.ask("lonsun_alias", "list").text
    for year in BY_NAME["lonsun_alias"].reports:
        for place in (f"article {year}", f"alias {year}"):
            assert f'"{deck_guest.path("lonsun_alias", place)}"' in listed
    pages = [deck_guest.ask("lonsun_alias", place) for place in ("article 2022", "alias 2022")]
    assert pages[0].status == 200 and pages[0].data == pages[1].data


def test_a_list_of_json_may_be_something_else(deck_guest):
    whole = deck_guest.site("gkmlpt_cut_list").answer("list").body
    assert whole.startswith(b"{") and whole.endswith(b"}")
    assert whole.startswith(deck_guest.ask("gkmlpt_cut_list", "list").data[:-1])
    assert "维护" in deck_guest.ask("gkmlpt_page_for_list", "list").text
    assert deck_guest.ask("gkmlpt_illegal", "list").status == 200
    assert deck_guest.ask("lonsun_geo", "shell").status == 200
    assert deck_guest.ask("lonsun_geo", "list").status == 403
