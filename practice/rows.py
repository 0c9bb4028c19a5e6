"""Registry rows of the practice bureaus: those of the bundled registry, pointing at the portals of this machine."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

from crawler.registry import Bureau, KnownReport
from practice.hosts import HOSTS
from practice.invented import bureaus, registered
from practice.sites import BureauSite, Host


def healthy(port: int, bureaus: Collection[str] | None = None) -> tuple[Bureau, ...]:
    """The bundled bureaus that have a practice portal, their addresses replaced by those of the portals on ``port``.

    ``bureaus`` names the codes wanted, by default all.
    """
    return tuple(
        bureau
        for host in HOSTS
        for bureau in _practising(host, port)
        if bureaus is None or bureau.bureau_code in bureaus
    )


def _practising(host: Host, port: int) -> Iterator[Bureau]:
    base_url = f"http://{host.address}:{port}"
    for bureau_site in host.bureau_sites:
        if not bureau_site.is_registered:
            continue
        bundled = registered()[bureau_site.bureau_code]
        addresses = _addresses(host, bureau_site) if bureau_site.known_years else {}
        known = tuple(KnownReport(year, base_url + addresses[year]) for year in bureau_site.known_years)
        parameters = {**bureau_site.parameters, **dict.fromkeys(bureau_site.unregistered)}
        settings = {"download_delay": 0, **_with_port(bureau_site.settings, port)}
        yield replace(
            bundled,
            platform=host.platform,
            portal={"base_url": base_url, **parameters, **settings},
            known_reports=known,
            first_expected_year=_first_expected_year(bundled),
        )


def _addresses(host: Host, bureau_site: BureauSite) -> dict[int, str]:
    site = bureau_site.site()
    return {item.report_year: host.portal.address(site, item) for item in site.items if item.report_year is not None}


def _with_port(settings: Mapping[str, Any], port: int) -> dict[str, Any]:
    others = [f"{url}:{port}" for url in settings.get("other_hosts", ())]
    return {**settings, "other_hosts": others} if others else dict(settings)


def _first_expected_year(bureau: Bureau) -> int:
    own = bureaus().get(bureau.bureau_code)
    return bureau.first_expected_year if own is None else int(own["first_year"])
