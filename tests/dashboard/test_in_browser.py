"""Every page in a real browser: both languages, light and dark, wide and narrow, with scripts and without."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from starlette.testclient import TestClient

from dashboard.pages import PAGES
from tests.dashboard.conftest import serving
from tests.flows.conftest import LIAOCHENG, PANYU, XIANGSHAN

BASE = "/gongkai"
PLAIN = [path for path in PAGES if "{" not in path]
PATHS = [
    *PLAIN,
    f"/bureaus/{LIAOCHENG}",
    f"/bureaus/{XIANGSHAN}",
    f"/bureaus/{LIAOCHENG}/reports/2023?cell=applications/granted/total",
    f"/bureaus/{PANYU}/reports/2023?cell=applications/received_new/total",
    f"/compare?bureau={LIAOCHENG},{PANYU}",
    "/coverage?province=370000",
]
LOOKS = [
    ("zh", 1280, "light", True),
    ("zh", 390, "dark", False),
    ("en", 390, "light", True),
    ("en", 1280, "dark", True),
    ("en", 1280, "light", False),
]
LEFT = "net::ERR_ABORTED"
"""An icon still on its way as the page is left: no failure."""
NOT_SERIOUS = {"minor", None}


@pytest.fixture(scope="module")
def address(released: Path) -> Iterator[str]:
    with serving(released, BASE) as found:
        yield found


@contextmanager
def looking(browser: Browser, **options: Any) -> Iterator[tuple[Page, list[str]]]:
    """A page, and everything that went wrong on it: console errors, failed or foreign requests, dialogs."""
    context = browser.new_context(**options)
    page, wrong = context.new_page(), []
    page.on("console", lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("requestfailed", lambda request: wrong.append(request.url) if request.failure != LEFT else None)
    page.on("request", lambda request: wrong.append(request.url) if not _is_own(request.url) else None)
    page.on("dialog", lambda dialog: (wrong.append(dialog.message), dialog.dismiss()))
    try:
        yield page, wrong
    finally:
        context.close()


def _is_own(url: str) -> bool:
    return url.startswith(("http://127.0.0.1:", "data:", "blob:"))


@pytest.mark.parametrize(("language", "width", "scheme", "scripts"), LOOKS)
def test_every_page_stands_in_a_browser(
    browser: Browser, address: str, language: str, width: int, scheme: Any, scripts: bool
) -> None:
    options = {
        "viewport": {"width": width, "height": 900},
        "color_scheme": scheme,
        "java_script_enabled": scripts,
    }
    with looking(browser, **options) as (page, wrong):
        for path in PATHS:
            answer = page.goto(f"{address}/{language}{path}")
            assert answer is not None and answer.status == 200, path
            assert page.locator("h1").count() == 1, path
            assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{path} is wider than the screen"
            assert page.title() != "run"
            if scripts:
                assert _serious(page) == [], path
        assert wrong == []


def _serious(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [
        f"{each['id']}: {node['html'][:120]}"
        for each in found
        if each["impact"] not in NOT_SERIOUS
        for node in each["nodes"]
    ]


@pytest.mark.parametrize("path", ["/", f"/bureaus/{LIAOCHENG}"])
def test_the_keyboard_reaches_everything(browser: Browser, address: str, path: str) -> None:
    with looking(browser, viewport={"width": 1280, "height": 900}) as (page, _):
        page.goto(f"{address}/en{path}")
        count = page.evaluate(
            """() => {
                const all = [...document.querySelectorAll('a[href], button, select, input, summary, [tabindex="0"]')];
                const shown = all.filter((one) => one.checkVisibility());
                shown.forEach((one, index) => one.setAttribute('data-number', index));
                return shown.length;
            }"""
        )
        reached = set()
        for _ in range(count + 5):
            page.keyboard.press("Tab")
            reached.add(page.evaluate("document.activeElement?.getAttribute('data-number')"))
        assert {str(number) for number in range(count)} <= reached


def test_a_filter_is_sent_when_its_choice_changes(browser: Browser, address: str) -> None:
    with looking(browser) as (page, wrong):
        page.goto(f"{address}/en/bureaus/{LIAOCHENG}")
        page.select_option("select[name=metric]", "applications_granted")
        page.wait_for_url("**metric=applications_granted**")
        assert page.locator("select[name=metric]").input_value() == "applications_granted"
        assert wrong == []


def test_a_filter_has_a_button_without_scripts(browser: Browser, address: str) -> None:
    with looking(browser, java_script_enabled=False) as (page, _):
        page.goto(f"{address}/zh/bureaus/{LIAOCHENG}")
        page.select_option("select[name=metric]", "applications_granted")
        page.locator("form[data-auto] button").click()
        page.wait_for_url("**metric=applications_granted**")


def test_a_reader_goes_from_the_search_to_a_bureau_and_to_the_other_language(browser: Browser, address: str) -> None:
    with looking(browser) as (page, _):
        page.goto(f"{address}/zh/")
        page.fill("input[name=words]", "聊城")
        page.keyboard.press("Enter")
        page.click("text=聊城市人力资源和社会保障局")
        assert page.url.endswith(f"/zh/bureaus/{LIAOCHENG}")
        page.click("text=English")
        assert page.url.endswith(f"/en/bureaus/{LIAOCHENG}")


def test_every_link_of_every_page_holds(client: TestClient) -> None:
    waiting, seen = [f"/{language}{path}" for language in ("zh", "en") for path in PATHS], set()
    while waiting and len(seen) < 400:
        address = waiting.pop(0)
        if address in seen:
            continue
        seen.add(address)
        found = client.get(address)
        assert found.status_code == 200, address
        if "text/html" in found.headers["content-type"] and address.count("?") == 0:
            waiting += [link.replace("&amp;", "&") for link in re.findall(r'href="(/[^"#]*)', found.text)]
    assert len(seen) > 60
