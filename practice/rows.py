"""Registry rows of the practice bureaus: those of the bundled registry, pointing at the portals of this machine."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

from crawler.registry import Bureau, KnownReport
from practice.desks import Desk, Host
from practice.hosts import HOSTS
from practice.invented import bureaus, registered


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
    for desk in host.desks:
        if not desk.is_registered:
            continue
        bundled = registered()[desk.bureau_code]
        addresses = _addresses(host, desk) if desk.known_years else {}
        known = tuple(KnownReport(year, base_url + addresses[year]) for year in desk.known_years)
        parameters = {**desk.parameters, **dict.fromkeys(desk.unregistered)}
        manners = {"download_delay": 0, **_with_port(desk.manners, port)}
        yield replace(
            bundled,
            platform=host.platform,
            portal={"base_url": base_url, **parameters, **manners},
            known_reports=known,
            first_expected_year=_first_expected_year(bundled),
        )


def _addresses(host: Host, desk: Desk) -> dict[int, str]:
    site = desk.site()
    return {item.report_year: host.portal.address(site, item) for item in site.items if item.report_year is not None}


def _with_port(manners: Mapping[str, Any], port: int) -> dict[str, Any]:
    others = [f"{url}:{port}" for url in manners.get("other_hosts", ())]
    return {**manners, "other_hosts": others} if others else dict(manners)


def _first_expected_year(bureau: Bureau) -> int:
    own = bureaus().get(bureau.bureau_code)
    return bureau.first_expected_year if own is None else int(own["first_year"])
