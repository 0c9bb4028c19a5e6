"""How each host is treated: the crawler's own limits, and what registry rows ask for beyond them.

A host may carry several bureaus; the strictest of their rows holds for it, over http and https alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from crawler.politeness.window import Window
from crawler.registry import Bureau
from crawler.registry.portal import is_loopback

UNCOUNTED = 10**9
"""Daily budget of a practice portal that states no budget: loopback is nobody's server."""


@dataclass(frozen=True, slots=True)
class HostLimits:
    """``delay`` and ``cool_down`` in seconds, ``daily_budget`` in requests a Beijing day.

    ``delay`` lies between an answer and the next request. ``cool_down`` is how long a host is left alone after its
    first refusal; each further one doubles it. A request that would have to wait for more than ``patience`` seconds
    is put off to another run. ``window`` is in Beijing time; ``None``: any hour.
    """

    delay: float = 3.0
    daily_budget: int = 400
    cool_down: float = 3600.0
    patience: float = 120.0
    window: str | None = "22:00-07:00"


USUAL = HostLimits()

PORTAL_PARAMETERS: Mapping[str, str] = {
    "download_delay": "delay",
    "daily_budget": "daily_budget",
    "cool_down": "cool_down",
    "night_window": "window",
}
"""Portal parameters of a registry row, and what they set."""


@lru_cache(maxsize=1024)
def host_of(url: str) -> str:
    """What politeness knows a portal by: the host name, in lower case, without scheme and port."""
    return (urlsplit(url).hostname or "").rstrip(".")


def limits_of_host(host: str) -> HostLimits:
    """The limits towards a host of which no registry row says anything."""
    return replace(USUAL, daily_budget=UNCOUNTED, window=None) if is_loopback(host) else USUAL


def limits_by_host(bureaus: Iterable[Bureau], any_hour: bool = False) -> Mapping[str, HostLimits]:
    """The limits towards every host of the registry; ``any_hour`` opens all windows."""
    found: dict[str, HostLimits] = {}
    for bureau in bureaus:
        for host in map(host_of, bureau.hosts):
            stated = _stated(host, bureau.portal)
            found[host] = _strictest(found[host], stated) if host in found else stated
    return {host: replace(limits, window=None) for host, limits in found.items()} if any_hour else found


def _stated(host: str, portal: Mapping[str, Any]) -> HostLimits:
    stated = {field: portal[name] for name, field in PORTAL_PARAMETERS.items() if name in portal}
    return replace(limits_of_host(host), **stated)


def _strictest(one: HostLimits, other: HostLimits) -> HostLimits:
    windows = [window for window in (one.window, other.window) if window is not None]
    return HostLimits(
        delay=max(one.delay, other.delay),
        daily_budget=min(one.daily_budget, other.daily_budget),
        cool_down=max(one.cool_down, other.cool_down),
        patience=min(one.patience, other.patience),
        window=min(windows, key=lambda window: Window.parse(window).length, default=None),
    )
