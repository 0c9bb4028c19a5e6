"""One Chromium at a time: with what it is started, what it holds, when it is worn, and its end."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from crawler.browser import processes
from crawler.browser.guard import public_addresses, resolver_rules
from crawler.registry import Bureau

PAGES_A_BROWSER = 50
MEMORY_A_BROWSER = 768 * 1024**2
"""Bytes of all of its processes."""


class Chromium:
    """Knows its processes by a mark on their command line, as Playwright does not tell."""

    def __init__(self, options: Mapping[str, Any], bureaus: Iterable[Bureau]) -> None:
        self.pages = 0
        self._options, self._bureaus = options, tuple(bureaus)
        self._mark = ""
        self._process: int | None = None
        self._is_killed = False

    async def launch_options(self) -> dict[str, Any]:
        """Arguments of Playwright's ``launch``; the hosts' addresses are asked anew each time."""
        hosts = script_hosts(self._bureaus)
        rules = resolver_rules(await asyncio.to_thread(public_addresses, hosts))
        self._mark = f"--gongkai-browser={secrets.token_hex(8)}"
        arguments = [*self._options.get("args", ()), f"--host-resolver-rules={rules}", self._mark]
        return {**self._options, "args": arguments}

    def launched(self) -> None:
        self.pages = 0
        self._is_killed = False
        self._process = processes.main_process(self._mark)

    @property
    def is_worn(self) -> bool:
        """Whether the next page should have a new one."""
        return self._is_killed or self.pages >= PAGES_A_BROWSER or self.memory() > MEMORY_A_BROWSER

    def memory(self) -> int:
        process = self._process
        return processes.memory_bytes(process) if process is not None else 0

    def kill(self) -> None:
        """End it at once; any thread may call this."""
        self._is_killed = True
        process, self._process = self._process, None
        if process is not None:
            processes.kill_tree(process)


def script_hosts(bureaus: Iterable[Bureau]) -> tuple[str, ...]:
    """The hosts of every ``script`` row."""
    urls = (url for bureau in bureaus if bureau.platform == "script" for url in bureau.hosts)
    return tuple(dict.fromkeys(urlsplit(url).hostname or "" for url in urls))
