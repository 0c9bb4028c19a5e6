"""What rendering a page asks of a portal, what it never does, and what is left where a page does not end."""

import asyncio
import time

import pytest
from scrapy import Request
from scrapy.exceptions import DownloadConnectionRefusedError, DownloadTimeoutError

from crawler.answers import led_on
from crawler.browser import RENDERED, chromium
from crawler.browser.watchdog import Limits
from crawler.hosts import RefusedHostError
from crawler.politeness.turns import Postponed
from crawler.purpose import PURPOSE, Purpose
from tests.crawler.portal import answer

SHELL = """<html><body><ul id="list"></ul><img src="/logo.png"><link rel="icon" href="/icon.png">
<script src="/app.js"></script></body></html>"""
SCRIPT = """fetch("/api").then(answer => answer.text()).then(title => {
  document.getElementById("list").innerHTML = '<li class="row"><a href="/detail">' + title + "</a></li>"; });"""
ENDLESS = "<html><body>list<script>setTimeout(() => { for (;;) {} }, 200)</script></body></html>"
GREEDY = """<html><body>list<script>const all = [];
setTimeout(() => { for (;;) {
  all.push(new Array(5e5).fill(all.length));
  for (const until = Date.now() + 20; Date.now() < until;) {}
} }, 200)</script></body></html>"""


@pytest.fixture
def app(site):
    site.page("/", SHELL, ETag='"shell"')
    site.page("/app.js", SCRIPT, Content_Type="text/javascript")
    site.page("/api", "2024 report")
    return site


def test_a_page_is_what_its_scripts_make_of_it(app, rendering, run):
    async def pages():
        async with rendering() as render:
            return [await render("/", ready_css=".row"), await render("/")]

    for page in run(pages()):
        assert page.css(".row a::text").get() == "2024 report"
        assert page.status == 200 and RENDERED in page.flags
        assert not {b"ETag", b"Content-Length"} & set(page.headers)
        assert "playwright_context" not in page.meta
    # no image, no icon; the script is asked for once for both pages
    assert app.paths() == ["/", "/app.js", "/api", "/", "/api"]
    assert app.visits[-1].headers["user-agent"] == "gongkai/0.1"


def test_a_page_never_reaches_another_host(app, rendering, run, new_portal):
    elsewhere = new_portal("127.0.0.42")
    away = f"{elsewhere.base_url}/"
    app.page(
        "/leaves",
        f"""<body><script>
        fetch("{away}fetched").catch(() => 0); new Image().src = "{away}image"; window.open("{away}opened");
        try {{ new WebSocket("{away}".replace("http", "ws") + "socket") }} catch (error) {{ }}
        try {{ navigator.sendBeacon("{away}beacon") }} catch (error) {{ }}
        document.body.append(Object.assign(document.createElement("iframe"), {{src: "{away}framed"}}));
        </script>list</body>""",
    )
    app.answers["/redirects"] = answer("", 302, Location=away + "redirected")
    app.page("/fetches", '<body><script>fetch("/redirects").catch(() => 0)</script>list</body>')

    async def pages():
        async with rendering() as render:
            assert "list" in (await render("/leaves")).text
            assert "list" in (await render("/fetches")).text
            with pytest.raises(RefusedHostError, match=r"127\.0\.0\.42.* not in the registry"):
                await render("/redirects")

    run(pages())
    assert app.paths() == ["/leaves", "/fetches", "/redirects", "/redirects"]
    assert elsewhere.visits == []


def test_a_host_that_does_not_answer_fails_as_it_does_without_a_browser(app, rendering, run, free_port):
    async def page():
        async with rendering(base_url=f"http://127.0.0.41:{free_port}") as render:
            await render.handler.download_request(
                Request(f"http://127.0.0.41:{free_port}/", meta={"playwright": True, PURPOSE: Purpose("list")})
            )

    with pytest.raises(DownloadConnectionRefusedError):
        run(page())


def test_a_challenge_is_left_unanswered(app, rendering, run):
    challenge = '<body>wall<script>document.cookie = "passed=1"; location.href = "/?passed=1"</script></body>'
    app.answers["/wall"] = answer(challenge, 412, Set_Cookie="challenge=1")

    async def page():
        async with rendering() as render:
            return await render("/wall")

    wall = run(page())
    assert (wall.status, wall.css("body::text").get()) == (412, "wall")
    assert app.paths() == ["/wall"]


def test_a_page_that_would_send_on_stays_and_says_whither(app, rendering, run):
    app.page("/old", '<body><script>location.replace("/new.html")</script></body>')

    async def page():
        async with rendering() as render:
            return await render("/old")

    found = run(page())
    assert led_on("report", found.url, found.body).url == f"{app.base_url}/new.html"
    assert app.paths() == ["/old"]


def test_what_robots_txt_disallows_is_not_given_to_a_page_either(app, rendering, run):
    async def page():
        async with rendering(robots="User-agent: *\nDisallow: /api") as render:
            return await render("/")

    assert run(page()).css(".row").get() is None
    assert app.paths() == ["/", "/app.js"]


def test_waiting_for_the_pace_of_the_host_is_not_the_page_s_own_time(app, rendering, run):
    async def page():
        async with rendering(limits=Limits(idle_seconds=2.5), download_delay=3) as render:
            return await render("/")

    assert run(page()).css(".row")


def test_a_page_that_the_budget_cuts_short_is_none(app, rendering, run):
    async def page():
        async with rendering(daily_budget=1) as render:
            await render("/")

    with pytest.raises(Postponed) as postponed:
        run(page())
    assert postponed.value.label == "budget"
    assert app.paths() == ["/", "/app.js"]


@pytest.mark.parametrize(
    ("page", "limits", "reason"),
    [
        (ENDLESS, Limits(idle_seconds=3, grace_seconds=30), "not done in time"),
        (ENDLESS, Limits(idle_seconds=30, grace_seconds=-27), "not done after"),
        (GREEDY, Limits(idle_seconds=30, grace_seconds=30, memory_bytes=700 * 1024**2), "MiB of memory"),
    ],
    ids=["event loop", "watchdog", "memory"],
)
def test_a_page_without_end_is_ended_and_the_next_one_works(app, rendering, run, is_gone, page, limits, reason):
    app.page("/endless", page)

    async def pages():
        async with rendering(limits=limits) as render:
            await render("/")
            first = render.handler.chromium._process
            with pytest.raises(DownloadTimeoutError, match=reason):
                await render("/endless")
            assert is_gone(first)
            return await render("/")

    assert run(pages()).css(".row")


def test_the_watchdog_acts_while_the_event_loop_does_not(app, rendering, run, is_gone):
    app.page("/slow", '<body>list<script>setInterval(() => fetch("/api"), 100)</script></body>')

    async def page():
        async with rendering(limits=Limits(silent_seconds=1)) as render:
            await render("/")
            under_way = asyncio.ensure_future(render("/slow"))
            await asyncio.sleep(1)
            first = render.handler.chromium._process
            time.sleep(4)
            assert is_gone(first)
            await under_way

    with pytest.raises(DownloadTimeoutError, match="silent"):
        run(page())


def test_a_worn_browser_is_replaced(app, rendering, run, monkeypatch):
    monkeypatch.setattr(chromium, "PAGES_A_BROWSER", 2)

    async def pages():
        async with rendering() as render:
            marks = []
            for _ in range(3):
                await render("/")
                marks.append(render.handler.chromium._mark)
            return marks

    first, second, third = run(pages())
    assert first == second != third
