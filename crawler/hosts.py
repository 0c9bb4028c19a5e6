"""Which addresses may be fetched: hosts and ports of the registry's portals, and nothing else.

A redirect, a link or an attachment that leads elsewhere is refused with its reason. A practice portal is a
loopback address that a registry row names; every other private address is refused, also when a registered
name resolves to one (`PublicResolver`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from scrapy.resolver import CachingThreadedResolver
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

from crawler.registry import Bureau
from crawler.registry.portal import is_loopback

_DEFAULT_PORTS = {"http": 80, "https": 443}


class Hosts:
    """The registered hosts; a host registered on a default port may be asked over http and https."""

    def __init__(self, bureaus: Iterable[Bureau]) -> None:
        self._allowed: set[tuple[str, int]] = set()
        for bureau in bureaus:
            host, port = _host_and_port(bureau.base_url)
            self._allowed.add((host, port))
            if port in _DEFAULT_PORTS.values():
                self._allowed.update((host, default) for default in _DEFAULT_PORTS.values())

    def refusal(self, url: str) -> str | None:
        """Why ``url`` may not be fetched, or ``None``."""
        try:
            host, port = _host_and_port(url)
        except ValueError as error:
            return f"the address is malformed: {error}"
        if (host, port) not in self._allowed:
            return f"host {host}:{port} is not in the registry"
        return None


class PublicResolver(CachingThreadedResolver):
    """Resolves names to public addresses only: a registered name must not lead into a private network."""

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> Deferred[str]:
        resolved: Deferred[str] = super().getHostByName(name, timeout)
        return resolved if is_loopback(name) else resolved.addCallback(require_public, name)


def require_public(address: str, name: str) -> str:
    """``address`` itself; raises `DNSLookupError` unless it is a public one."""
    if not ip_address(address).is_global:
        raise DNSLookupError(f"{name} resolves to the private address {address}")
    return address


def _host_and_port(url: str) -> tuple[str, int]:
    parts: Any = urlsplit(url)
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname:
        raise ValueError(f"{url} is no http address")
    return parts.hostname.lower(), parts.port or _DEFAULT_PORTS[parts.scheme]
