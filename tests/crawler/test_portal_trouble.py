"""What a portal may do to a crawl: each trouble is an outcome in the capture log, never a crash."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace

import pytest

from crawler.archive import Archive
from crawler.registry import Bureau, load

FIRST, SECOND = "20250131T023000Z-0a1b", "20250131T033000Z-0a1c"
TITLE_OF_NOBODY = "2023年政府信息公开工作年度报告"
CHANNEL = "/channel_x_1_2/"
TITLE = "聊城市人力资源和社会保障局2023年政府信息公开工作年度报告"
Answer = tuple[int, dict[str, str], bytes]


class Portal:
    """A portal on a free port; ``answers`` maps a path to what it says, or to a function of the number of the request."""

    def __init__(self, address: str = "127.0.0.1") -> None:
        self.answers: dict[str, Answer | Callable[[int], Answer]] = {"/robots.txt": (404, {}, b"")}
        self.asked: Counter[str] = Counter()
        portal = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                portal.asked[self.path] += 1
                answer = portal.answers.get(self.path, (404, {}, b"not here"))
                status, headers, body = answer(portal.asked[self.path]) if callable(answer) else answer
                self.send_response(status)
                for name, value in {"Content-Type": "text/html", "Content-Length": str(len(body)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *arguments: object) -> None:
                pass

        self.server = ThreadingHTTPServer((address, 0), Handler)
        self.base_url = f"http://{address}:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def bureau(self) -> Bureau:
        return self.bureau_like(next(bureau for bureau in load() if bureau.platform == "liaocheng"))

    def bureau_like(self, bureau: Bureau) -> Bureau:
        """The bureau, moved to this portal."""
        portal = {"base_url": self.base_url, "channel": CHANNEL.strip("/"), "download_delay": 0}
        return replace(bureau, platform="liaocheng", portal=portal)

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def lists(self, *links: tuple[str, str]) -> None:
        items = "".join(f'<div class="item"><a href="{url}">{title}</a></div>' for url, title in links)
        self.answers[CHANNEL] = (200, {}, f'<div class="wbj_list_1">{items}</div>'.encode())


def article(number: int) -> str:
    return f"{CHANNEL}doc_659f4fe7{number:016x}.html"


GOOD, CUT, CUT_OTHER, GONE, STAY_AWAY, TRUNCATED, TOO_LARGE, MOVED, LOOP, GB18030 = map(article, range(10))
ELSEWHERE = {
    article(20): "http://127.0.0.99/report.html",
    article(21): "http://10.0.0.1/",
    article(22): "http://www.mirror.example/nb.html",
}
LINKED_ELSEWHERE = "http://127.0.0.98/report.html"
PAGE: Answer = (200, {}, f"<h1>{TITLE}</h1>".encode())
GB18030_BODY = f"<meta charset=gb2312><h1>{TITLE}</h1>".encode("gb18030")


@pytest.fixture(name="troubled", scope="module")
def _troubled(crawl, tmp_path_factory) -> Iterator[SimpleNamespace]:
    """One portal whose articles do everything an article may do, crawled on two nights."""
    portal, home = Portal(), tmp_path_factory.mktemp("home")
    titles = {CUT: "聊城市人力资源和社会保障局2023年政…", CUT_OTHER: "聊城市人力资源和社会保障局2023年招…"}
    portal.answers |= {
        GOOD: PAGE,
        CUT: PAGE,
        CUT_OTHER: (200, {}, "<h1>聊城市人力资源和社会保障局2023年招聘公告</h1>".encode()),
        STAY_AWAY: (429, {"Retry-After": "3600"}, b""),
        TRUNCATED: (200, {"Content-Length": "5000"}, b"<h1>half"),
        TOO_LARGE: (200, {"Content-Length": str(60 * 1024 * 1024)}, b"%PDF-1.7"),
        MOVED: (301, {"Location": "/new.html"}, b""),
        "/new.html": PAGE,
        LOOP: (302, {"Location": f"{LOOP}?1"}, b""),
        **{f"{LOOP}?{n}": (302, {"Location": f"{LOOP}?{n + 1}"}, b"") for n in range(1, 20)},
        GB18030: (200, {"Content-Type": "text/html; charset=utf-8"}, GB18030_BODY),
        **{path: (302, {"Location": address}, b"") for path, address in ELSEWHERE.items()},
    }
    listed = (GOOD, CUT, CUT_OTHER, GONE, STAY_AWAY, TRUNCATED, TOO_LARGE, MOVED, LOOP, GB18030, *ELSEWHERE)
    portal.lists(*((path, titles.get(path, TITLE)) for path in (*listed, LINKED_ELSEWHERE)))
    first = crawl(home, FIRST, (portal.bureau,))
    asked_first = Counter(portal.asked)
    second = crawl(home, SECOND, (portal.bureau,))
    yield SimpleNamespace(
        home=home, first=first, second=second, asked_first=asked_first, asked=portal.asked, base_url=portal.base_url
    )
    portal.close()


def outcomes(night, path: str) -> list[tuple[str, int | None]]:
    return [
        (capture["outcome"], capture["status"])
        for capture in night.captures
        if capture["url"].split("/", 3)[-1] == path.lstrip("/")
    ]


def sighted(troubled, night) -> set[str]:
    return {sighting["url"].removeprefix(troubled.base_url) for sighting in night.sightings}


def test_whatever_some_articles_do_the_others_are_sighted(troubled):
    assert sighted(troubled, troubled.first) == {GOOD, CUT, "/new.html", GB18030}
    assert sighted(troubled, troubled.second) == sighted(troubled, troubled.first)


def test_a_missing_robots_file_allows_the_crawl_and_is_remembered(troubled):
    assert outcomes(troubled.first, "/robots.txt") == [("http_error", 404)]
    assert troubled.asked["/robots.txt"] == 1


def test_a_redirect_to_an_unregistered_host_is_refused_and_recorded(troubled):
    refused = {
        capture["url"]: capture["error"] for capture in troubled.first.captures if capture["outcome"] == "refused"
    }
    assert {*ELSEWHERE.values(), LINKED_ELSEWHERE} <= set(refused)
    assert all("not in the registry" in refused[address] for address in (*ELSEWHERE.values(), LINKED_ELSEWHERE))


def test_a_redirect_within_the_portal_is_followed_and_each_hop_recorded_once(troubled):
    assert outcomes(troubled.first, MOVED) == [("ok", 301)]
    assert outcomes(troubled.first, "/new.html") == [("ok", 200)]
    assert troubled.asked[MOVED] == troubled.asked["/new.html"] == 1


def test_a_redirect_loop_ends_and_is_recorded(troubled):
    assert sum(number for path, number in troubled.asked_first.items() if path.startswith(LOOP)) == 6
    errors = [capture["error"] for capture in troubled.first.captures if LOOP in capture["url"]]
    assert errors[-1] == "IgnoreRequest: max redirections reached"


def test_a_request_to_stay_away_is_not_repeated_the_same_night(troubled):
    assert outcomes(troubled.first, STAY_AWAY) == [("http_error", 429)]
    assert troubled.asked_first[STAY_AWAY] == 1


def test_a_page_that_is_gone_is_not_asked_for_again_at_once(troubled):
    assert outcomes(troubled.first, GONE) == [("http_error", 404)]
    assert troubled.asked[GONE] == 1


def test_a_body_beyond_the_limit_is_not_taken(troubled):
    assert ("too_large", None) in outcomes(troubled.first, TOO_LARGE)


def test_a_truncated_body_is_a_failure_tried_again(troubled):
    assert outcomes(troubled.first, TRUNCATED) == [("failed", None)] * 4


def test_a_title_cut_short_is_settled_by_the_page_itself(troubled):
    (cut,) = (sighting for sighting in troubled.first.sightings if sighting["url"].endswith(CUT))
    assert cut["list_title"] == TITLE


def test_a_page_of_the_wrong_charset_header_is_kept_byte_for_byte(troubled):
    (sighting,) = (sighting for sighting in troubled.first.sightings if sighting["url"].endswith(GB18030))
    assert Archive(troubled.home).get(sighting["sha256"]) == GB18030_BODY


def test_portals_whose_lists_fail_are_outcomes_of_their_bureaus_alone(crawl, tmp_path):
    busy, broken, endless, absent = portals = [Portal(f"127.0.0.{number}") for number in range(2, 6)]
    for portal in portals:
        portal.lists((GOOD, TITLE_OF_NOBODY))
        portal.answers[GOOD] = PAGE
    status, headers, body = listing = busy.answers[CHANNEL]
    busy.answers[CHANNEL] = lambda number: (503, {}, b"busy") if number < 3 else listing
    broken.answers[CHANNEL] = (500, {}, b"broken")
    for number in range(1, 9):
        link = f'<a href="{CHANNEL}?pageIndex={number + 1}">下一页</a>'.encode()
        endless.answers[CHANNEL if number == 1 else f"{CHANNEL}?pageIndex={number}"] = (status, headers, body + link)
    absent.close()
    bureaus = [portal.bureau_like(bureau) for portal, bureau in zip(portals, load(), strict=False)]
    night = crawl(tmp_path, FIRST, tuple(bureaus))
    tallies = [night.summary["by_bureau"][bureau.bureau_code] for bureau in bureaus]
    assert [tally["reports"] for tally in tallies] == [1, 0, 1, 0]
    assert [tally["failed"] for tally in tallies] == [0, 1, 0, 1]
    assert [busy.asked[CHANNEL], broken.asked[CHANNEL]] == [3, 4]
    assert tallies[2]["lists"] == 2, "a list that repeats itself is left"
    assert "robots.txt cannot be read: Connection was refused" in night.stderr
    for portal in portals[:-1]:
        portal.close()


def test_what_robots_txt_forbids_is_not_asked_for(crawl, tmp_path):
    forbidding: tuple[Answer, ...] = (
        (200, {"Content-Type": "text/plain"}, b"User-agent: *\nDisallow: /channel_x\n"),
        (200, {"Content-Type": "text/plain"}, b"User-agent: gongkai\nDisallow: /\n"),
        (403, {}, b"<html>forbidden</html>"),
        (503, {}, b""),
    )
    portals = [Portal(f"127.0.0.{number}") for number in range(2, 2 + len(forbidding))]
    for portal, robots in zip(portals, forbidding, strict=True):
        portal.answers["/robots.txt"] = robots
    bureaus = tuple(portal.bureau_like(bureau) for portal, bureau in zip(portals, load(), strict=False))
    night = crawl(tmp_path, FIRST, bureaus)
    assert [set(portal.asked) for portal in portals] == [{"/robots.txt"}] * len(portals)
    assert outcomes(night, CHANNEL) == [("refused", None)] * len(portals)
    assert night.summary["refused"] == night.summary["failed"] == len(portals)
    for portal in portals:
        portal.close()


def test_two_bureaus_on_one_list_each_have_their_report(crawl, tmp_path):
    portal = Portal()
    first, second = portal.bureau, portal.bureau_like(next(row for row in load() if row.platform == "hanweb"))
    portal.lists((GOOD, TITLE), (CUT, "绍兴市人力社保局2023年政府信息公开年报"))
    portal.answers |= {GOOD: PAGE, CUT: PAGE}
    night = crawl(tmp_path, FIRST, (first, second))
    assert {(sighting["bureau_code"], sighting["url"]) for sighting in night.sightings} == {
        (first.bureau_code, portal.base_url + GOOD),
        (second.bureau_code, portal.base_url + CUT),
    }
    portal.close()
