"""What a registry row must say of its portal: the parameters of each platform, and its host.

Only ``.gov.cn`` hosts are registered: commercial mirrors copy report pages path for path, with noise.
A loopback address stands for a practice portal and is the only private address a row may name.
"""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

TEXT: tuple[type, ...] = (str,)
NUMBER: tuple[type, ...] = (int, str)
PARAMETERS: Mapping[str, Mapping[str, tuple[type, ...]]] = {
    "jeecms": {"department": NUMBER, "directory": TEXT},
    "liaocheng": {"channel": TEXT},
    "lonsun": {"context": TEXT, "organ_id": NUMBER, "type": NUMBER},
    "hanweb": {"column_id": NUMBER},
    "gkmlpt": {"prefix": TEXT, "column_name": TEXT},
}
"""Parameters of a portal by platform, beside ``base_url``; each may be null while it is not confirmed."""

OPTIONAL: Mapping[str, tuple[type, ...]] = {"download_delay": (int, float)}
"""``download_delay`` in seconds overrides the crawler's own; practice portals use 0."""

PLATFORMS = tuple(PARAMETERS)


class PortalError(ValueError):
    """A row's portal cannot be used; the message completes the sentence ``registry row …: …``."""


def is_loopback(host: str) -> bool:
    """Whether ``host`` is an address of this machine (a practice portal)."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def check_portal(platform: str, portal: Any) -> None:
    """Raise `PortalError` unless ``portal`` has the parameters of ``platform``, of the right types."""
    if not isinstance(portal, Mapping):
        raise PortalError("portal is no mapping")
    _check_base_url(portal.get("base_url"))
    wanted = PARAMETERS[platform]
    for name in wanted:
        if name not in portal:
            raise PortalError(f"portal parameter {name} is missing (null while it is not confirmed)")
    for name, value in portal.items():
        if name == "base_url":
            continue
        if name not in wanted and name not in OPTIONAL:
            raise PortalError(f"portal parameter {name} is not one of platform {platform}")
        kinds = OPTIONAL.get(name) or (*wanted[name], type(None))
        if isinstance(value, bool) or not isinstance(value, kinds):
            raise PortalError(f"portal parameter {name} has the value {value!r} of the wrong type")


def unconfirmed(platform: str, portal: Mapping[str, Any]) -> tuple[str, ...]:
    """The parameters that are still null: without them no request can be built."""
    return tuple(name for name in PARAMETERS[platform] if portal[name] is None)


def _check_base_url(value: Any) -> None:
    if not isinstance(value, str):
        raise PortalError("portal parameter base_url is missing")
    parts = urlsplit(value)
    host = parts.hostname or ""
    if parts.scheme not in ("http", "https") or value.endswith("/") or parts.query or parts.fragment:
        raise PortalError(f"base_url {value} must be http(s)://host without a slash at its end")
    if not (host == "gov.cn" or host.endswith(".gov.cn") or is_loopback(host)):
        raise PortalError(f"base_url {value} is neither a .gov.cn host nor a practice portal")
