"""What a portal may do to a crawl: each trouble is an outcome in the capture log, never a crash."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from crawler.registry import Bureau, load

RUN = "20250131T023000Z-0a1b"
CHANNEL = "/channel_x_1_2/"
TITLE = "聊城市人力资源和社会保障局2023年政府信息公开工作年度报告"
REPORT = f"{CHANNEL}doc_659f4fe70000000000000001.html"
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


@pytest.fixture(name="portal")
def _portal() -> Iterator[Portal]:
    portal = Portal()
    portal.lists((REPORT, TITLE))
    portal.answers[REPORT] = (200, {}, f"<h1>{TITLE}</h1>".encode())
    yield portal
    portal.close()


def outcomes(night, path: str) -> list[tuple[str, int | None]]:
    return [
        (capture["outcome"], capture["status"])
        for capture in night.captures
        if capture["url"].split("/", 3)[-1] == path.lstrip("/")
    ]


def test_a_missing_robots_file_allows_the_crawl(portal, crawl, tmp_path):
    night = crawl(tmp_path, RUN, (portal.bureau,))
    assert [sighting["kind"] for sighting in night.sightings] == ["report"]
    assert outcomes(night, "/robots.txt") == [("http_error", 404)]


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
    night = crawl(tmp_path, RUN, bureaus)
    assert [set(portal.asked) for portal in portals] == [{"/robots.txt"}] * len(portals)
    assert outcomes(night, CHANNEL) == [("refused", None)] * len(portals)
    assert night.summary["refused"] == night.summary["failed"] == len(portals)
    for portal in portals:
        portal.close()


def test_a_redirect_to_an_unregistered_host_is_refused_and_recorded(portal, crawl, tmp_path):
    addresses = ["http://127.0.0.99/report.html", "http://10.0.0.1/", "http://www.mirror.example/nb.html"]
    pages = [REPORT.replace("01.html", f"1{number}.html") for number in range(len(addresses))]
    portal.lists(*((page, TITLE) for page in pages))
    for page, address in zip(pages, addresses, strict=True):
        portal.answers[page] = (302, {"Location": address}, b"")
    night = crawl(tmp_path, RUN, (portal.bureau,))
    refused = [capture for capture in night.captures if capture["outcome"] == "refused"]
    assert {capture["url"] for capture in refused} == set(addresses)
    assert all("not in the registry" in capture["error"] for capture in refused)
    assert night.sightings == []


def test_a_link_to_an_unregistered_host_is_refused(portal, crawl, tmp_path):
    portal.lists(("http://127.0.0.99/report.html", TITLE), (REPORT, TITLE))
    night = crawl(tmp_path, RUN, (portal.bureau,))
    assert night.summary["refused"] == 1
    assert len(night.sightings) == 1


def test_a_redirect_within_the_portal_is_followed_and_each_hop_recorded(portal, crawl, tmp_path):
    portal.answers["/new.html"] = portal.answers[REPORT]
    portal.answers[REPORT] = (301, {"Location": "/new.html"}, b"")
    first = crawl(tmp_path, RUN, (portal.bureau,))
    assert outcomes(first, REPORT) == [("ok", 301)]
    assert [sighting["url"] for sighting in first.sightings] == [f"{portal.base_url}/new.html"]
    before = Counter(portal.asked)
    second = crawl(tmp_path, "20250131T033000Z-0a1c", (portal.bureau,))
    assert portal.asked == before
    assert [sighting["url"] for sighting in second.sightings] == [f"{portal.base_url}/new.html"]


def test_a_redirect_loop_ends_and_is_recorded(portal, crawl, tmp_path):
    portal.answers[REPORT] = lambda number: (302, {"Location": f"{REPORT}?{number}"}, b"")
    portal.answers |= {f"{REPORT}?{n}": (302, {"Location": f"{REPORT}?{n + 1}"}, b"") for n in range(1, 20)}
    night = crawl(tmp_path, RUN, (portal.bureau,))
    assert sum(number for path, number in portal.asked.items() if path.startswith(REPORT)) == 6
    assert [capture["error"] for capture in night.captures if capture["outcome"] == "refused"] == [
        "IgnoreRequest: max redirections reached"
    ]


def test_a_portal_that_is_busy_for_a_moment_is_asked_again(portal, crawl, tmp_path):
    page = portal.answers[CHANNEL]
    portal.answers[CHANNEL] = lambda number: (503, {}, b"busy") if number < 3 else page
    night = crawl(tmp_path, RUN, (portal.bureau,))
    assert outcomes(night, CHANNEL) == [("http_error", 503), ("http_error", 503), ("ok", 200)]
    assert len(night.sightings) == 1
    assert night.summary["failed"] == 0


def test_a_portal_that_stays_broken_fails_its_bureau_only_after_patience(portal, crawl, tmp_path):
    portal.answers[CHANNEL] = (500, {}, b"broken")
    night = crawl(tmp_path, RUN, (portal.bureau,))
    assert portal.asked[CHANNEL] == 4
    assert night.summary["by_bureau"][portal.bureau.bureau_code]["failed"] == 1


def test_a_request_to_stay_away_is_not_repeated(portal, crawl, tmp_path):
    portal.answers[REPORT] = (429, {"Retry-After": "3600"}, b"")
    night = crawl(tmp_path, RUN, (portal.bureau,))
    assert portal.asked[REPORT] == 1
    assert outcomes(night, REPORT) == [("http_error", 429)]


def test_a_page_that_is_gone_is_not_asked_for_again_at_once(portal, crawl, tmp_path):
    del portal.answers[REPORT]
    crawl(tmp_path, RUN, (portal.bureau,))
    night = crawl(tmp_path, "20250131T033000Z-0a1c", (portal.bureau,))
    assert portal.asked[REPORT] == 1
    assert night.summary["failed"] == 1


def test_a_body_beyond_the_limit_is_not_taken(portal, crawl, tmp_path):
    portal.answers[REPORT] = (200, {"Content-Length": str(60 * 1024 * 1024)}, b"%PDF-1.7")
    night = crawl(tmp_path, RUN, (portal.bureau,))
    assert ("too_large", None) in outcomes(night, REPORT)
    assert night.sightings == []


def test_a_truncated_body_is_a_failure_and_no_report(portal, crawl, tmp_path):
    portal.answers[REPORT] = (200, {"Content-Length": "5000"}, b"<h1>half")
    night = crawl(tmp_path, RUN, (portal.bureau,))
    assert {outcome for outcome, _ in outcomes(night, REPORT)} == {"failed"}
    assert night.sightings == []


def test_a_portal_that_is_not_there_fails_in_one_line(portal, crawl, tmp_path):
    portal.close()
    night = crawl(tmp_path, RUN, (portal.bureau,))
    assert {outcome for outcome, _ in outcomes(night, "/robots.txt")} == {"failed"}
    assert outcomes(night, CHANNEL) == [("refused", None)]
    assert night.summary["failed"] == 1
    assert "robots.txt cannot be read: Connection was refused" in night.stderr


def test_a_list_that_never_ends_is_left_when_nothing_is_new(portal, crawl, tmp_path):
    status, headers, body = portal.answers[CHANNEL]
    for number in range(1, 9):
        link = f'<a href="{CHANNEL}?pageIndex={number + 1}">下一页</a>'.encode()
        portal.answers[CHANNEL if number == 1 else f"{CHANNEL}?pageIndex={number}"] = (status, headers, body + link)
    night = crawl(tmp_path, RUN, (portal.bureau,))
    assert night.summary["by_bureau"][portal.bureau.bureau_code]["lists"] == 2
    assert len(night.sightings) == 1


def test_a_title_cut_short_is_settled_by_the_page_itself(portal, crawl, tmp_path):
    other = REPORT.replace("01.html", "02.html")
    portal.lists((REPORT, "聊城市人力资源和社会保障局2023年政…"), (other, "聊城市人力资源和社会保障局2023年招…"))
    portal.answers[other] = (200, {}, "<h1>聊城市人力资源和社会保障局2023年招聘公告</h1>".encode())
    night = crawl(tmp_path, RUN, (portal.bureau,))
    assert [sighting["list_title"] for sighting in night.sightings] == [TITLE]


def test_a_page_of_the_wrong_charset_header_is_kept_byte_for_byte(portal, crawl, tmp_path):
    body = f"<meta charset=gb2312><h1>{TITLE}</h1>".encode("gb18030")
    portal.answers[REPORT] = (200, {"Content-Type": "text/html; charset=utf-8"}, body)
    night = crawl(tmp_path, RUN, (portal.bureau,))
    (sighting,) = night.sightings
    stored = tmp_path / "archive" / "objects" / sighting["sha256"][:2] / sighting["sha256"]
    assert stored.read_bytes() == body


def test_two_bureaus_on_one_list_each_have_their_report(portal, crawl, tmp_path):
    (own,) = (bureau for bureau in load() if bureau.platform == "hanweb")
    second = replace(own, platform="liaocheng", portal=portal.bureau.portal)
    other = REPORT.replace("01.html", "02.html")
    portal.lists((REPORT, TITLE), (other, "绍兴市人力社保局2023年政府信息公开年报"))
    portal.answers[other] = (200, {}, b"<h1>report</h1>")
    night = crawl(tmp_path, RUN, (portal.bureau, second))
    assert {(sighting["bureau_code"], sighting["url"].rsplit("/", 1)[1]) for sighting in night.sightings} == {
        (portal.bureau.bureau_code, REPORT.rsplit("/", 1)[1]),
        (second.bureau_code, other.rsplit("/", 1)[1]),
    }
