"""What a registry row must say of its portal: the parameters of each platform, its manners, and its hosts.

Only ``.gov.cn`` hosts are registered: commercial mirrors copy report pages path for path, with noise.
A loopback address stands for a practice portal and is the only private address a row may name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

Check = Callable[[Any], str | None]
"""What is wrong with a value, or ``None``; the words complete ``portal parameter …``."""

CONTEXT = re.compile(r"(/[^\s/?#]+)*")
COLUMN = re.compile(r"/(?!/)[^\s#]*")
HASH_COLUMN = re.compile(r"/(?!/)\S*")
WINDOW = re.compile(r"([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d")


class PortalError(ValueError):
    """A row's portal cannot be used; the message completes the sentence ``registry row …: …``."""


def _text(value: Any) -> str | None:
    return (
        None if isinstance(value, str) and value.strip() else f"has the value {value!r} of the wrong type, not a text"
    )


def _identifier(value: Any) -> str | None:
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return None
    return None if isinstance(value, str) and value.strip() else f"has the value {value!r} of the wrong type, not an id"


def _number(least: float) -> Check:
    def check(value: Any) -> str | None:
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        return None if is_number and value >= least else f"has the value {value!r}, not a number of {least:g} or more"

    return check


def _matching(pattern: re.Pattern[str], form: str) -> Check:
    def check(value: Any) -> str | None:
        if isinstance(value, str) and pattern.fullmatch(value) and ".." not in value.split("/"):
            return None
        return f"has the value {value!r}, not {form}"

    return check


def _budget(value: Any) -> str | None:
    is_count = isinstance(value, int) and not isinstance(value, bool) and value >= 1
    return None if is_count else f"has the value {value!r}, not a whole number of 1 or more"


def _window(value: Any) -> str | None:
    return None if value is None else _matching(WINDOW, "of the form 22:00-07:00")(value)


def _base_urls(value: Any) -> str | None:
    if not isinstance(value, list | tuple):
        return f"has the value {value!r}, not a list of base urls"
    for url in value:
        _check_base_url(url)
    return None


def _search(value: Any) -> str | None:
    if isinstance(value, Mapping) and value and all(_text(name) is None for name in value):
        return next((words for words in map(_identifier, value.values()) if words), None)
    return f"has the value {value!r}, not a mapping of search parameters"


_context = _matching(CONTEXT, "empty or a path such as /zwgk")
_column = _matching(COLUMN, "a path from the host's root such as /zwgk/gknb/")

PARAMETERS: Mapping[str, Mapping[str, Check]] = {
    "jeecms": {"department": _identifier, "directory": _text},
    "liaocheng": {"channel": _text},
    "lonsun": {"context": _context, "organ_id": _identifier, "type": _identifier},
    "hanweb": {"column_id": _identifier},
    "gkmlpt": {"prefix": _context, "column_name": _text},
    "jpaas": {"column": _column},
    "nfcms": {"column": _column},
    "trs": {"column": _column},
    "vsb": {"column": _column},
    "links": {"column": _column},
    "script": {"column": _matching(HASH_COLUMN, "a path from the host's root"), "why_browser": _text},
}
"""Parameters of a portal by platform, beside ``base_url``; each may be null while it is not confirmed.

``column`` is the path (and query) of the list from the host's root; ``liaocheng``'s channel may have its site's
segment before it (``site_x/channel_y``). ``why_browser`` says in one sentence why the portal cannot be read without one.
"""

FURTHER: Mapping[str, Mapping[str, Check]] = {
    "lonsun": {"category_id": _identifier},
    "hanweb": {"area": _text, "xxgk": _search},
    "script": {"row_css": _text},
}
"""Parameters that a row may leave out: ``category_id`` where reports are filed as a category (``catId``); ``area`` (credit
code or organ code of ``xxgkAnnualReport.jsp``) and ``xxgk`` (parameters of ``search.jsp``); the selector of a list's rows."""

MANNERS: Mapping[str, Check] = {
    "download_delay": _number(0),
    "daily_budget": _budget,
    "cool_down": _number(0),
    "night_window": _window,
    "other_hosts": _base_urls,
}
"""Parameters of any platform that override the crawler's own: ``download_delay`` and ``cool_down`` in seconds, ``daily_budget``
in requests a host and Beijing day, ``night_window`` in Beijing time (null: any hour), ``other_hosts`` the further base urls
that the bureau's documents lie on. Practice portals have a delay of 0."""

PLATFORMS = tuple(PARAMETERS)


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
    wanted = PARAMETERS[platform]
    for name in wanted:
        if name not in portal:
            raise PortalError(f"portal parameter {name} is missing (null while it is not confirmed)")
    own = {**wanted, **FURTHER.get(platform, {})}
    for name, value in portal.items():
        if name == "base_url" or (name in own and value is None):
            continue
        check = own.get(name) or MANNERS.get(name)
        if check is None:
            raise PortalError(f"portal parameter {name} is not one of platform {platform}")
        if words := check(value):
            raise PortalError(f"portal parameter {name} {words}")


def unconfirmed(platform: str, portal: Mapping[str, Any]) -> tuple[str, ...]:
    """The parameters without which no list can be asked for and that are still null.

    A ``hanweb`` row with ``area`` or ``xxgk`` needs no column: these are entry points of their own.
    """
    if platform == "hanweb" and any(portal.get(name) is not None for name in FURTHER["hanweb"]):
        return ()
    return tuple(name for name in PARAMETERS[platform] if portal[name] is None)


def _check_base_url(value: Any) -> None:
    if not isinstance(value, str):
        raise PortalError("portal parameter base_url is missing")
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or value.endswith("/") or parts.query or parts.fragment:
        raise PortalError(f"base_url {value} must be http(s)://host without a slash at its end")
    if not is_registrable(value):
        raise PortalError(f"base_url {value} is neither a .gov.cn host nor a practice portal")
