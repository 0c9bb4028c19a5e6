"""Which addresses may be fetched: hosts and ports of the registry's portals, and nothing else.

A redirect, a link or an attachment that leads elsewhere is refused with its reason. An address is compared as it will be
connected to. So every other way to spell a host is another host: numbers for an address, a dot at the end, a user before
an ``@``. A practice portal is a loopback address that a registry row names. Every other private address is refused, also
if a registered name resolves to one (`PublicResolver`): what it lets pass is what is connected to.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any, ClassVar, Literal
from urllib.parse import urlsplit

from scrapy.exceptions import IgnoreRequest
from scrapy.resolver import CachingHostnameResolver
from twisted.internet.error import DNSLookupError
from twisted.internet.interfaces import IAddress, IHostResolution

from crawler.registry import Bureau
from crawler.registry.portal import is_loopback

_DEFAULT_PORTS = {"http": 80, "https": 443}
_NETLOC = re.compile(r"([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?::\d+)?")
_TRANSLATED = tuple(map(IPv6Network, ("64:ff9b::/96", "64:ff9b:1::/48", "::/96")))
"""Addresses of IPv6 whose last 32 bits are one of IPv4 (RFC 6052, RFC 8215, RFC 4291)."""


@dataclass(frozen=True, slots=True)
class Refusal:
    label: Literal["host", "private_address"]
    reason: str


class RefusedHostError(IgnoreRequest):
    """A request is not sent because of where it leads."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.reason)
        self.label = refusal.label


class Hosts:
    """The registered hosts; a host registered on a default port may be asked over http and https."""

    def __init__(self, bureaus: Iterable[Bureau]) -> None:
        self._allowed: set[tuple[str, int]] = set()
        for bureau in bureaus:
            for origin in bureau.hosts:
                host, port = _host_and_port(origin)
                self._allowed.add((host, port))
                if port in _DEFAULT_PORTS.values():
                    self._allowed.update((host, default) for default in _DEFAULT_PORTS.values())

    def refusal(self, url: str) -> str | None:
        """Why ``url`` may not be fetched, or ``None``."""
        refused = self.judge(url)
        return refused.reason if refused else None

    def judge(self, url: str) -> Refusal | None:
        """The refusal with its label, or ``None``."""
        try:
            host, port = _host_and_port(url)
        except ValueError as error:
            return Refusal("host", f"the address is malformed: {error}")
        if (host, port) in self._allowed:
            return None
        address = spelled_address(host)
        if host == "localhost" or (address is not None and not is_public(address)):
            return Refusal("private_address", f"host {host}:{port} is a private address and not in the registry")
        return Refusal("host", f"host {host}:{port} is not in the registry")


class PublicResolver(CachingHostnameResolver):
    """Resolves names to public addresses only: a registered name must not lead into a private network.

    Twisted connects to the addresses that this gives, and asks for no others: nothing is resolved a second time between
    the check and the connection. An answer of private addresses alone counts as no answer.
    """

    private: ClassVar[dict[str, str]] = {}
    """Private addresses that names have resolved to, for the words of the refusal."""

    def resolveHostName(
        self,
        resolutionReceiver: Any,
        hostName: str,
        portNumber: int = 0,
        addressTypes: Sequence[type[IAddress]] | None = None,
        transportSemantics: str = "TCP",
    ) -> IHostResolution:
        receiver: Any = _PublicOnly(resolutionReceiver, hostName)
        return super().resolveHostName(receiver, hostName, portNumber, addressTypes, transportSemantics)


class _PublicOnly:
    """Hands on what is resolved (``IResolutionReceiver``), but for private addresses."""

    def __init__(self, receiver: Any, name: str) -> None:
        self.resolutionBegan = receiver.resolutionBegan
        self.resolutionComplete = receiver.resolutionComplete
        self._receiver = receiver
        self._name = name

    def addressResolved(self, address: Any) -> None:
        try:
            require_public(address.host, self._name)
        except DNSLookupError:
            PublicResolver.private[self._name] = address.host
        else:
            self._receiver.addressResolved(address)


def require_public(address: str, name: str) -> str:
    """``address`` itself; raises `DNSLookupError` unless it is a public one, or ``name`` is a practice portal's."""
    found = ip_address(address.partition("%")[0])
    if not (is_public(found) or (is_loopback(name) and found.is_loopback)):
        raise DNSLookupError(f"{name} resolves to the private address {address}")
    return address


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether an address is one of a single host on the public network, however it is wrapped."""
    if isinstance(address, IPv6Address):
        wrapped = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if wrapped is None and any(address in network for network in _TRANSLATED):
            wrapped = IPv4Address(int(address) & 0xFFFFFFFF)
        if wrapped is not None:
            return is_public(wrapped)
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def spelled_address(host: str) -> IPv4Address | IPv6Address | None:
    """The address that a host spells, also as C libraries read numbers: ``0x7f.1``, ``2130706433``, ``017700000001``."""
    try:
        return ip_address(host.strip("[]").partition("%")[0])
    except ValueError:
        pass
    try:
        return IPv4Address(socket.inet_aton(host.rstrip(".")))
    except (OSError, ValueError):
        return None


def _host_and_port(url: str) -> tuple[str, int]:
    """Raises `ValueError` for what is no plain address of a host."""
    parts = urlsplit(url)
    netloc = _NETLOC.fullmatch(parts.netloc.lower())
    if parts.scheme not in _DEFAULT_PORTS or netloc is None:
        raise ValueError(f"{url} is no plain http address")
    return netloc.group(1).strip("[]"), parts.port or _DEFAULT_PORTS[parts.scheme]
