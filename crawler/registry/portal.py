"""What a registry row must say of its portal: the parameters of its platform, its limits, and its hosts.

Only ``.gov.cn`` hosts are registered: commercial mirrors copy report pages path for path, with noise.
A loopback address stands for a practice portal and is the only private address a row may name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from crawler.platforms import PLATFORMS
from crawler.platforms.parameters import Check, matching

WINDOW = re.compile(r"([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d")


class PortalError(ValueError):
    """A row's portal cannot be used; the message completes the sentence ``registry row …: …``."""


def _number(least: float) -> Check:
    def check(value: Any) -> str | None:
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        return None if is_number and value >= least else f"has the value {value!r}, not a number of {least:g} or more"

    return check


def _budget(value: Any) -> str | None:
    is_count = isinstance(value, int) and not isinstance(value, bool) and value >= 1
    return None if is_count else f"has the value {value!r}, not a whole number of 1 or more"


def _window(value: Any) -> str | None:
    return None if value is None else matching(WINDOW, "of the form 22:00-07:00")(value)


def _base_urls(value: Any) -> str | None:
    if not isinstance(value, list | tuple):
        return f"has the value {value!r}, not a list of base urls"
    for url in value:
        _check_base_url(url)
    return None


HOST_LIMITS: Mapping[str, Check] = {
    "download_delay": _number(0),
    "daily_budget": _budget,
    "cool_down": _number(0),
    "night_window": _window,
    "other_hosts": _base_urls,
}
"""Parameters of any platform that override the crawler's own: ``download_delay`` and ``cool_down`` in seconds, ``daily_budget``
in requests a host and Beijing day, ``night_window`` in Beijing time (null: any hour). ``other_hosts`` are further base urls
that the bureau's documents lie on. Practice portals have a delay of 0."""


def is_loopback(host: str) -> bool:
    """Whether ``host`` is an address of this machine (a practice portal)."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def is_registrable(url: str) -> bool:
    """Whether ``url`` lies on a host that a row may name: ``.gov.cn``, or a practice portal."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return False
    is_government = host == "gov.cn" or host.endswith(".gov.cn")
    return parts.scheme in ("http", "https") and (is_government or is_loopback(host))


def check_portal(platform: str, portal: Any) -> None:
    """Raise `PortalError` unless ``portal`` has the parameters of ``platform``, of the right types."""
    if not isinstance(portal, Mapping):
        raise PortalError("portal is no mapping")
    _check_base_url(portal.get("base_url"))
    parameters = {parameter.name: parameter for parameter in PLATFORMS[platform].parameters}
    for parameter in parameters.values():
        if parameter.is_required and parameter.name not in portal:
            raise PortalError(f"portal parameter {parameter.name} is missing (null while it is not confirmed)")
    for name, value in portal.items():
        own = parameters.get(name)
        if name == "base_url" or (own is not None and value is None):
            continue
        check = own.check if own is not None else HOST_LIMITS.get(name)
        if check is None:
            raise PortalError(f"portal parameter {name} is not one of platform {platform}")
        if words := check(value):
            raise PortalError(f"portal parameter {name} {words}")


def unconfirmed(platform: str, portal: Mapping[str, Any]) -> tuple[str, ...]:
    """The parameters without which no list can be asked for and that are still null."""
    return PLATFORMS[platform].unconfirmed(portal)


def _check_base_url(value: Any) -> None:
    if not isinstance(value, str):
        raise PortalError("portal parameter base_url is missing")
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or value.endswith("/") or parts.query or parts.fragment:
        raise PortalError(f"base_url {value} must be http(s)://host without a slash at its end")
    if not is_registrable(value):
        raise PortalError(f"base_url {value} is neither a .gov.cn host nor a practice portal")
