"""The browser path: pages of the ``script`` platform, rendered by Chromium and by nothing else of this machine.

    chromium    one Chromium at a time: its command line, its wear, its end
    failures    what the crawler knows a failure of Chromium as
    guard       what a page may ask for
    installed   which Chromium this machine has
    handler     Scrapy's download handler: renders one page after the other
    processes   Chromium's process tree, as ``/proc`` shows it
    shared_files scripts and styles that pages have in common
    watchdog    ends the browser from outside of the event loop

This module knows where Chromium is and how it is set up. A page gets scripts, styles and data of registered hosts; no images, fonts, media, sockets, service workers,
downloads, popups or position. It is read, never used: nothing is clicked, and a challenge is left unsolved, as a page
may not navigate by itself.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

DEBIAN_CHROMIUM = "/usr/bin/chromium"
NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-crash-reporter",
    "--no-proxy-server",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
)
"""No proxy: behind one, names would be resolved elsewhere and not be held to the registered hosts."""

NO_BROWSER = "no_browser"
"""Label of a bureau, or a page, that waits because this machine cannot render it."""
RENDERED = "rendered"
"""Response flag of a page that a browser has rendered: its body is the document after its scripts have run."""


def executable(named: Path | None = None) -> str | None:
    """Path of Chromium: as a setting names it, as Debian installs it, as found; ``None`` is Playwright's own."""
    if named:
        return str(named)
    if os.access(DEBIAN_CHROMIUM, os.X_OK):
        return DEBIAN_CHROMIUM
    return next(filter(None, map(shutil.which, NAMES)), None)


def flags(is_root: bool) -> list[str]:
    """Command line of Chromium; its sandbox is given up only if it cannot work, as root."""
    return [*FLAGS, *(["--no-sandbox"] if is_root else [])]


def settings(user_agent: str, chromium: Path | None = None) -> dict[str, Any]:
    """Scrapy settings of the browser path: one page at a time, each in a context of its own."""
    path = executable(chromium)
    return {
        "PLAYWRIGHT_BROWSER_TYPE": "chromium",
        "PLAYWRIGHT_LAUNCH_OPTIONS": {
            **({"executable_path": path} if path else {}),
            "args": flags(os.geteuid() == 0),
            "ignore_default_args": ["--disable-popup-blocking"],
            "handle_sigint": False,
        },
        "PLAYWRIGHT_MAX_CONTEXTS": 1,
        "PLAYWRIGHT_MAX_PAGES_PER_CONTEXT": 1,
        "BROWSER_CONTEXT": context(user_agent),
    }


def context(user_agent: str) -> dict[str, Any]:
    """Arguments of each page's context; the page's scripts read the same honest user agent as the portal's server."""
    return {
        "user_agent": user_agent,
        "locale": "zh-CN",
        "timezone_id": "Asia/Shanghai",
        "service_workers": "block",
        "accept_downloads": False,
        "permissions": [],
    }
