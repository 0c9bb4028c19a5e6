"""Scripts and styles that pages have in common are asked for once in a run: Chromium keeps nothing of a closed page."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Response

SHELVED_TYPES = frozenset({"script", "stylesheet"})
OWN_HEADERS = frozenset({"content-encoding", "content-length", "transfer-encoding", "set-cookie", "connection"})
"""Headers of the answer as it was sent, not of what it holds."""
MAX_ITEM = 4 * 1024**2
MAX_BYTES = 32 * 1024**2


@dataclass(frozen=True, slots=True)
class Item:
    headers: dict[str, str]
    body: bytes


class SharedFiles:
    """Bodies by address, at most 32 MiB in all; what comes later than that is not kept."""

    def __init__(self) -> None:
        self._items: dict[str, Item] = {}
        self._room = MAX_BYTES

    def get(self, url: str, method: str) -> Item | None:
        return self._items.get(url) if method == "GET" else None

    async def keep(self, response: Response) -> None:
        """Keep a good answer to a plain request; the page may be gone before its body is read."""
        request = response.request
        if request.resource_type not in SHELVED_TYPES or request.method != "GET" or response.status != 200:
            return
        with suppress(PlaywrightError):
            body, headers = await response.body(), await response.all_headers()
            if len(body) <= min(MAX_ITEM, self._room) and request.url not in self._items:
                self._room -= len(body)
                kept = {name: value for name, value in headers.items() if name.lower() not in OWN_HEADERS}
                self._items[request.url] = Item(kept, body)
