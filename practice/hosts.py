"""Which practice portal answers at which loopback address: every host that a portal's module names.

A host runs one platform with its switches and serves one bureau or several. What differs between two hosts of a platform
stands in the platform's module and nowhere else.
"""

from __future__ import annotations

from importlib import import_module
from ipaddress import IPv4Address, IPv4Network
from pkgutil import iter_modules

from practice import portals
from practice.sites import Host

DEFAULT_PORT = 8620
CONTROL_ADDRESS = "127.0.0.10"


def _named() -> list[Host]:
    modules = [import_module(f"{portals.__name__}.{module.name}") for module in iter_modules(portals.__path__)]
    hosts: list[Host] = [host for module in modules for host in getattr(module, "HOSTS", ())]
    return sorted(hosts, key=lambda host: IPv4Address(host.address))


HOSTS = tuple(_named())
"""By address."""

PUBLISHED = tuple(host for host in HOSTS if IPv4Address(host.address) in IPv4Network("127.0.0.0/24"))
"""The five whose published figures are among those they serve; tests rely on their addresses, texts and figures."""

INVENTED = tuple(host for host in HOSTS if host not in PUBLISHED)
