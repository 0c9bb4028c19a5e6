"""Portals that have every page, and a guest: Scrapy, the polite half of its settings, no more."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests import warm
from tests.crawler.portal import Portal, answer

ROOT = Path(__file__).resolve().parents[3]
GUEST = Path(__file__).with_name("guest.py")


@pytest.fixture(name="opened", scope="module")
def _opened(new_portal) -> Callable[..., Portal]:
    """Opens portals that have every page."""
    return partial(new_portal, otherwise=answer("a page"))


@pytest.fixture(name="portal")
def _portal(opened) -> Portal:
    return opened()


ENVIRONMENT = {"PYTHONPATH": str(ROOT)}


def wanted(home: Path, urls: list[str], settings: dict[str, object] | None = None, **limits: object) -> str:
    """A guest that asks for addresses in their order, without pause and at any hour unless ``limits`` say so."""
    return json.dumps(
        {
            "home": str(home),
            "urls": urls,
            "limits": {"delay": 0.0, "window": None, **limits},
            "settings": settings or {},
        }
    )


def start(home: Path, urls: list[str], **options: Any) -> subprocess.Popen[str]:
    """A guest that asks while the test goes on."""
    return subprocess.Popen(
        [sys.executable, str(GUEST), wanted(home, urls, **options)],
        cwd=ROOT, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def ask(home: Path, urls: list[str], settings: dict[str, object] | None = None, **limits: object) -> SimpleNamespace:
    """What came of each address: a status, or the label of a refusal."""
    guest = warm.run(str(GUEST), [wanted(home, urls, settings, **limits)], env=ENVIRONMENT)
    assert guest.returncode == 0, guest.stderr
    assert "Traceback" not in guest.stderr, guest.stderr
    results = json.loads(guest.stdout)
    return SimpleNamespace(by_url=results, all=list(results.values()), log=guest.stderr)


@pytest.fixture(name="start")
def _start(tmp_path) -> Callable[..., subprocess.Popen[str]]:
    return partial(start, tmp_path)


@pytest.fixture(name="ask")
def _ask(tmp_path) -> Callable[..., SimpleNamespace]:
    return partial(ask, tmp_path)
