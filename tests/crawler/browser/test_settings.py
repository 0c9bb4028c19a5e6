"""Which Chromium is used, and how it is started."""

from pathlib import Path

from crawler import browser


def test_a_setting_names_chromium_before_all_else(monkeypatch):
    assert browser.executable(Path("/opt/chromium")) == "/opt/chromium"
    monkeypatch.setattr(browser, "DEBIAN_CHROMIUM", "/nowhere/chromium")
    monkeypatch.setattr("shutil.which", lambda name: f"/found/{name}")
    assert browser.executable() == "/found/chromium"
    monkeypatch.setattr("shutil.which", lambda name: None)
    assert browser.executable() is None


def test_the_sandbox_is_given_up_by_root_alone():
    assert "--no-sandbox" in browser.flags(is_root=True)
    assert "--no-sandbox" not in browser.flags(is_root=False)


def test_where_no_chromium_is_found_playwright_uses_its_own(monkeypatch):
    monkeypatch.setattr(browser, "executable", lambda named: None)
    assert "executable_path" not in browser.settings("gongkai/0.1")["PLAYWRIGHT_LAUNCH_OPTIONS"]


def test_pages_are_rendered_without_service_workers_and_downloads_and_under_our_own_name():
    context = browser.settings("gongkai/0.1")["BROWSER_CONTEXT"]
    assert (context["service_workers"], context["accept_downloads"], context["user_agent"]) == (
        "block",
        False,
        "gongkai/0.1",
    )
