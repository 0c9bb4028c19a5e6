"""What a portal may do to a crawl: each trouble is an outcome in the capture log, never a crash."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest

from crawler.archive import Archive
from crawler.registry import load
from tests.crawler.portal import answer

FIRST, SECOND = "20250131T023000Z-0a1b", "20250131T033000Z-0a1c"
TITLE_OF_NOBODY = "2023年政府信息公开工作年度报告"
CHANNEL = "/channel_x_1_2/"
TITLE = "聊城市人力资源和社会保障局2023年政府信息公开工作年度报告"
TEXT = "本年度，我局认真贯彻落实条例，主动公开政府信息。" * 12


def article(number: int) -> str:
    return f"{CHANNEL}doc_659f4fe7{number:016x}.html"


def listing(*links: tuple[str, str]) -> str:
    items = "".join(f'<div class="item"><a href="{url}">{title}</a></div>' for url, title in links)
    return f'<div class="wbj_list_1">{items}</div>'


def page(title: str) -> bytes:
    return answer(f"<html><body><h1>{title}</h1><p>{TEXT}</p></body></html>")


GOOD, CUT, CUT_OTHER, GONE, TRUNCATED, TOO_LARGE, MOVED, LOOP, GB18030 = map(article, range(9))
ELSEWHERE = {
    article(20): "http://127.0.0.99/report.html",
    article(21): "http://10.0.0.1/nb.html",
    article(22): "http://www.mirror.example/nb.html",
}
LINKED_ELSEWHERE = "http://127.0.0.98/report.html"
PAGE = page(TITLE)
GB18030_BODY = f"<meta charset=gb2312><h1>{TITLE}</h1><p>{TEXT}</p>".encode("gb18030")


@pytest.fixture(name="moved", scope="module")
def _moved(new_portal) -> Callable[..., tuple]:
    """A portal at an address of its own, and a bureau on it."""

    def make(address: str = "127.0.0.1", like=None):
        portal = new_portal(address)
        return portal, portal.bureau("liaocheng", like=like, channel=CHANNEL.strip("/"))

    return make


@pytest.fixture(name="troubled", scope="module")
def _troubled(crawl, moved, tmp_path_factory) -> SimpleNamespace:
    """One portal whose articles do everything an article may do, crawled on two nights."""
    (portal, bureau), home = moved(), tmp_path_factory.mktemp("home")
    titles = {CUT: "聊城市人力资源和社会保障局2023年政…", CUT_OTHER: "聊城市人力资源和社会保障局2023年招…"}
    portal.answers |= {
        GOOD: PAGE,
        CUT: PAGE,
        CUT_OTHER: page("聊城市人力资源和社会保障局2023年招聘公告"),
        TRUNCATED: [answer("<h1>half", Content_Length="5000")],
        TOO_LARGE: [answer("%PDF-1.7", Content_Length=str(60 * 1024 * 1024))],
        MOVED: answer("", 301, Location="/new.html"),
        "/new.html": PAGE,
        LOOP: answer("", 302, Location=f"{LOOP}?1"),
        **{f"{LOOP}?{n}": answer("", 302, Location=f"{LOOP}?{n + 1}") for n in range(1, 20)},
        GB18030: answer(GB18030_BODY),
        **{path: answer("", 302, Location=address) for path, address in ELSEWHERE.items()},
    }
    listed = (GOOD, CUT, CUT_OTHER, GONE, TRUNCATED, TOO_LARGE, MOVED, LOOP, GB18030, *ELSEWHERE, LINKED_ELSEWHERE)
    portal.page(CHANNEL, listing(*((path, titles.get(path, TITLE)) for path in listed)))
    first = crawl(home, FIRST, (bureau,))
    asked_first = portal.asked
    second = crawl(home, SECOND, (bureau,))
    return SimpleNamespace(
        home=home, first=first, second=second, asked_first=asked_first, asked=portal.asked, base_url=portal.base_url
    )


def outcomes(night, path: str) -> list[tuple[str, int | None]]:
    return [
        (capture["outcome"], capture["status"])
        for capture in night.captures
        if capture["url"].split("/", 3)[-1] == path.lstrip("/")
    ]


def sighted(troubled, night) -> list[str]:
    return sorted(sighting["url"].removeprefix(troubled.base_url) for sighting in night.sightings)


def test_whatever_some_articles_do_the_others_are_sighted_once(troubled):
    assert sighted(troubled, troubled.first) == sorted([GOOD, CUT, "/new.html", GB18030])
    assert sighted(troubled, troubled.second) == []


def test_a_missing_robots_file_allows_the_crawl_and_is_remembered(troubled):
    assert outcomes(troubled.first, "/robots.txt") == [("not_here", 404)]
    assert troubled.asked["/robots.txt"] == 1


def test_a_redirect_to_an_unregistered_host_is_refused_and_recorded(troubled):
    refused = {
        capture["url"]: capture["error"] for capture in troubled.first.captures if capture["outcome"] == "refused"
    }
    assert {*ELSEWHERE.values(), LINKED_ELSEWHERE} <= set(refused)
    assert all("not in the registry" in refused[address] for address in (*ELSEWHERE.values(), LINKED_ELSEWHERE))


def test_a_link_to_an_unregistered_host_is_a_mirror_and_a_redirect_to_one_is_a_refusal(troubled):
    states = {outcome["url"]: outcome["state"] for outcome in troubled.first.outcomes}
    assert states[LINKED_ELSEWHERE] == "mirror"
    assert {states[troubled.base_url + path] for path in ELSEWHERE} == {"refused"}


def test_a_redirect_within_the_portal_is_followed_and_each_hop_recorded_once(troubled):
    assert outcomes(troubled.first, MOVED) == [("ok", 301)]
    assert outcomes(troubled.first, "/new.html") == [("ok", 200)]
    assert troubled.asked[MOVED] == troubled.asked["/new.html"] == 1


def test_a_chain_of_redirects_ends_and_is_recorded(troubled):
    assert sum(number for path, number in troubled.asked_first.items() if path.startswith(LOOP)) == 6
    states = {outcome["url"]: (outcome["state"], outcome["label"]) for outcome in troubled.first.outcomes}
    assert states[troubled.base_url + LOOP] == ("failed", "too_many_redirects")


def test_a_page_that_is_gone_is_not_asked_for_again_at_once(troubled):
    assert outcomes(troubled.first, GONE) == [("not_here", 404)]
    assert troubled.asked[GONE] == 1


def test_a_body_beyond_the_limit_is_not_taken(troubled):
    assert "too_large" in {outcome for outcome, _ in outcomes(troubled.first, TOO_LARGE)}


def test_a_truncated_body_is_tried_again_and_once_more_in_the_next_run(troubled):
    assert {outcome for outcome, _ in outcomes(troubled.first, TRUNCATED)} == {"truncated"}
    assert troubled.asked[TRUNCATED] == 2 * troubled.asked_first[TRUNCATED] > 2


def test_a_title_cut_short_is_settled_by_the_page_itself(troubled):
    (cut,) = (sighting for sighting in troubled.first.sightings if sighting["url"].endswith(CUT))
    assert cut["list_title"] == TITLE


def test_a_page_of_the_wrong_charset_header_is_kept_byte_for_byte(troubled):
    (sighting,) = (sighting for sighting in troubled.first.sightings if sighting["url"].endswith(GB18030))
    assert Archive(troubled.home).get(sighting["sha256"]) == GB18030_BODY


def test_a_request_to_stay_away_is_heeded_by_the_next_run_as_well(crawl, moved, tmp_path):
    portal, bureau = moved("127.0.0.2")
    portal.page(CHANNEL, listing((GOOD, TITLE), (CUT, TITLE)))
    portal.answers |= dict.fromkeys((GOOD, CUT), answer("", 429, Retry_After="3600"))
    first, second = crawl(tmp_path, FIRST, (bureau,)), crawl(tmp_path, SECOND, (bureau,))
    assert portal.asked[GOOD] + portal.asked[CUT] == 1
    assert first.summary["by_bureau"][bureau.bureau_code]["state"] == "blocked"
    assert second.summary["by_bureau"][bureau.bureau_code]["state"] == "postponed"
    assert (second.captures, second.outcomes[-1]["label"]) == ([], "retry_after")


def test_portals_whose_lists_fail_are_outcomes_of_their_bureaus_alone(crawl, moved, tmp_path):
    rows = load()[:4]
    made = [moved(f"127.0.0.{number}", like) for number, like in enumerate(rows, start=2)]
    busy, broken, endless, absent = (portal for portal, _ in made)
    listed = listing((GOOD, TITLE_OF_NOBODY))
    for portal, _ in made:
        portal.answers |= {CHANNEL: answer(listed), GOOD: page(TITLE_OF_NOBODY)}
    busy.answers[CHANNEL] = lambda visit: answer("busy", 503) if visit.number < 3 else answer(listed)
    broken.answers[CHANNEL] = answer("broken", 500)
    for number in range(1, 9):
        link = f'<a href="{CHANNEL}?pageIndex={number + 1}">下一页</a>'
        endless.page(CHANNEL if number == 1 else f"{CHANNEL}?pageIndex={number}", listed + link)
    absent.close()
    night = crawl(tmp_path, FIRST, tuple(bureau for _, bureau in made))
    tallies = [night.summary["by_bureau"][bureau.bureau_code] for _, bureau in made]
    assert [tally["state"] for tally in tallies] == ["new", "failed", "new", "failed"]
    assert [tally["reports"] for tally in tallies] == [1, 0, 1, 0]
    assert (busy.asked[CHANNEL], broken.asked[CHANNEL]) == (3, 3)
    assert tallies[2]["lists"] == 2, "a list that repeats itself is left"


def test_what_robots_txt_forbids_is_not_asked_for(crawl, moved, tmp_path):
    forbidding = (
        answer("User-agent: *\nDisallow: /channel_x\n", Content_Type="text/plain"),
        answer("User-agent: gongkai\nDisallow: /\n", Content_Type="text/plain"),
        answer("<html>forbidden</html>", 403),
        answer("", 503),
    )
    made = [moved(f"127.0.0.{number}", like) for number, like in enumerate(load()[:4], start=2)]
    for (portal, _), robots in zip(made, forbidding, strict=True):
        portal.answers["/robots.txt"] = robots
    night = crawl(tmp_path, FIRST, tuple(bureau for _, bureau in made))
    assert all(set(portal.asked) <= {"/robots.txt", "/sitemap.xml"} for portal, _ in made)
    assert outcomes(night, CHANNEL) == [("refused", None)] * 4
    assert [night.summary["by_bureau"][bureau.bureau_code]["state"] for _, bureau in made] == ["refused"] * 4


def test_two_bureaus_on_one_list_each_have_their_report(crawl, moved, tmp_path):
    portal, first = moved()
    other = next(row for row in load() if row.bureau_code == "hrss-330600")
    second = portal.bureau("liaocheng", like=other, channel=CHANNEL.strip("/"))
    named = "绍兴市人力社保局2023年政府信息公开年报"
    portal.answers |= {CHANNEL: answer(listing((GOOD, TITLE), (CUT, named))), GOOD: PAGE, CUT: page(named)}
    night = crawl(tmp_path, FIRST, (first, second))
    assert {(sighting["bureau_code"], sighting["url"]) for sighting in night.sightings} == {
        (first.bureau_code, portal.base_url + GOOD),
        (second.bureau_code, portal.base_url + CUT),
    }
    assert portal.asked[CHANNEL] == 1
