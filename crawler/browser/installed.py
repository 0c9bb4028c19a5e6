"""Which Chromium this machine has, and whether it starts: asked before a night, and never held against a bureau.

Importing this brings neither Scrapy nor Playwright.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from crawler.browser import executable

INSTALL = "apt install chromium"
START_SECONDS = 20
"""For a program that only says its version; a machine under load takes a second."""
_VERSION = re.compile(r"\d+(?:\.\d+)+")


@dataclass(frozen=True, slots=True)
class Installed:
    """``lacking`` is one sentence without any path, for it stands in outcomes; ``None`` if Chromium can be used."""

    path: Path | None
    version: str | None = None
    lacking: str | None = None


def look_for_chromium(named: Path | None = None) -> Installed:
    """What the crawler would start: as a setting names it, as Debian installs it, as found, else Playwright's own."""
    found = executable(named)
    path = Path(found) if found else next(_of_playwright(), None)
    if path is None:
        return Installed(None, lacking="this machine has no Chromium")
    if not os.access(path, os.X_OK):
        return Installed(path, lacking="the Chromium that the settings name is not there")
    version = _version(path)
    return Installed(path, version, None if version else "the Chromium of this machine does not start")


def _version(path: Path) -> str | None:
    """As the program says, which needs every library that it has; ``None`` if it does not come to that."""
    command = [str(path), "--version"]
    try:
        said = subprocess.run(  # noqa: S603  # the program that the crawler would start
            command, capture_output=True, text=True, timeout=START_SECONDS, check=True, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.SubprocessError, UnicodeDecodeError):
        return None
    number = _VERSION.search(said.stdout)
    return number.group() if number else None


def _of_playwright() -> Iterator[Path]:
    """The browser that the installed Playwright has fetched for itself: of its very revision, and whole."""
    package = find_spec("playwright")
    if package is None or package.origin is None:
        return
    listed = Path(package.origin).parent / "driver" / "package" / "browsers.json"
    try:
        browsers = json.loads(listed.read_text(encoding="utf-8"))["browsers"]
    except (OSError, ValueError, KeyError):
        return
    root = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright")
    for browser in browsers:
        if browser["name"] in ("chromium-headless-shell", "chromium"):
            folder = root / f"{browser['name'].replace('-', '_')}-{browser['revision']}"
            if (folder / "INSTALLATION_COMPLETE").exists():
                yield from (path for path in sorted(folder.glob("*/*")) if path.name in _PROGRAMS)


_PROGRAMS = ("chrome", "headless_shell", "chrome-headless-shell")
