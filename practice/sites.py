"""A host of the practice portals, and what each bureau on it has there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from practice.invented import publisher_of
from practice.portals.articles import Portal
from practice.portals.items import PLAIN, Filing, Site, listed_items


@dataclass(frozen=True, slots=True)
class BureauSite:
    """One bureau's place on a host; ``parameters`` as the registry names them.

    ``unregistered`` are parameters that the registry row does not have (null), ``settings`` what it has besides them,
    ``known_years`` the reports whose addresses it knows. Only one site of a bureau is registered.
    """

    bureau_code: str
    parameters: Mapping[str, Any]
    filing: Filing = PLAIN
    unregistered: tuple[str, ...] = ()
    known_years: tuple[int, ...] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)
    is_listed: bool = True
    is_registered: bool = True

    def site(self) -> Site:
        items = listed_items(self.bureau_code, self.filing)
        return Site(publisher_of(self.bureau_code), self.parameters, items, self.is_listed)


@dataclass(frozen=True, slots=True)
class Host:
    """``robots`` is the text of robots.txt (``{base}`` for the host's own), ``None`` for 404; ``sitemap`` its path, or none."""

    address: str
    portal: Portal
    bureau_sites: tuple[BureauSite, ...]
    robots: str | None = None
    sitemap: str | None = None

    @property
    def platform(self) -> str:
        return self.portal.platform

    @property
    def bureau_codes(self) -> tuple[str, ...]:
        return tuple(bureau_site.bureau_code for bureau_site in self.bureau_sites if bureau_site.is_registered)
