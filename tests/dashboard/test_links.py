"""Every link of the list pages leads to a page or file of this server, below its base path, or to a place on the page."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from urllib.parse import urldefrag

import pytest
from starlette.testclient import TestClient

from dashboard.app import create_app

BASE = "/gongkai"
PAGES = (
    f"/findings?finding={7:016x}",
    "/coverage?province=330000",
    "/compare?metric=applications_received&year=2023&bureau=hrss-330100,hrss-330300&words=hrss",
    "/metrics",
    "/about",
)
ELSEWHERE = re.compile(r"https?://|.*/reports/\d+")
"""The source's own address, and pages of reports, which have tests of their own."""


@pytest.fixture(scope="module")
def below(shown: Path) -> TestClient:
    """The dashboard below a path."""
    return TestClient(create_app(shown, base=BASE), follow_redirects=False)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("address", PAGES, ids=lambda address: address.partition("?")[0].strip("/"))
def test_every_link_leads_somewhere(below: TestClient, language: str, address: str) -> None:
    html = below.get(f"{BASE}/{language}{address}").text
    links = {urldefrag(unescape(link)) for link in re.findall(r'href="([^"]+)"', html)}
    assert len(links) > 15
    for link in {url for url, _ in links if url and not ELSEWHERE.match(url)}:
        assert link.startswith(f"{BASE}/")
        assert below.get(link).status_code == 200, link
    for fragment in (fragment for url, fragment in links if fragment and not url):
        assert f'id="{fragment}"' in html, fragment


@pytest.mark.parametrize("address", PAGES, ids=lambda address: address.partition("?")[0].strip("/"))
def test_no_page_needs_a_style_or_a_script_of_its_own(below: TestClient, address: str) -> None:
    html = below.get(f"{BASE}/en{address}").text
    assert not re.search(r"\sstyle=|\son\w+=|<style|<script(?! src)", html)


@pytest.mark.parametrize("address", PAGES, ids=lambda address: address.partition("?")[0].strip("/"))
def test_no_id_stands_twice(below: TestClient, address: str) -> None:
    ids = re.findall(r'\sid="([^"]+)"', below.get(f"{BASE}/en{address}").text)
    assert len(ids) == len(set(ids))
