"""A row of the registry as values, and what makes one usable."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlsplit

from crawler.registry.portal import PLATFORMS, PortalError, check_portal, is_registrable

LEVELS = ("province", "prefecture", "county")
STATUS_CODES = ("active", "renamed", "merged", "abolished")
FIRST_YEAR = 2008
"""The regulations on disclosure came into force on 1 May 2008: no report is older."""


@dataclass(frozen=True, slots=True)
class BureauName:
    """A name the bureau bore; years are report years, both inclusive, ``None`` where not established."""

    name_zh: str
    name_en: str
    from_year: int | None
    to_year: int | None


@dataclass(frozen=True, slots=True)
class KnownReport:
    report_year: int
    url: str


@dataclass(frozen=True, slots=True)
class BureauStatus:
    """Of the bureau itself, not of its portal; ``since`` (``YYYY-MM-DD``) is the day from which it is known."""

    code: str
    since: str | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Bureau:
    """One row of the registry; ``names`` starts with the current name."""

    bureau_code: str
    names: tuple[BureauName, ...]
    aliases: tuple[str, ...]
    level: str
    region_code: str
    region_name_zh: str
    region_name_en: str
    platform: str
    portal: Mapping[str, Any]
    known_reports: tuple[KnownReport, ...]
    first_expected_year: int
    status: BureauStatus
    confirmed: bool
    successors: tuple[str, ...] = ()
    """Codes of the bureaus that have its duties, if it is not active any more; a row that has none may leave them out."""

    @property
    def printed_names(self) -> tuple[str, ...]:
        """Every form in which the bureau's name may be printed."""
        return (*(name.name_zh for name in self.names), *self.aliases)

    @property
    def base_url(self) -> str:
        return str(self.portal["base_url"])

    @property
    def hosts(self) -> tuple[str, ...]:
        """Where the bureau's documents lie, as ``scheme://host[:port]``: its portal's first, each once."""
        further = (str(url) for url in self.portal.get("other_hosts", ()))
        addresses = (self.base_url, *further, *(report.url for report in self.known_reports))
        return tuple(dict.fromkeys(_origin(address) for address in addresses))

    def as_record(self) -> dict[str, Any]:
        """The row as JSON-ready values, the shape of ``bureaus.jsonl`` and of the registry's files."""
        record = asdict(self)
        record["portal"] = dict(self.portal)
        for field in ("names", "aliases", "known_reports", "successors"):
            record[field] = list(record[field])
        if not self.successors:
            del record["successors"]
        return record


def read_row(row: Any) -> Bureau:
    """The bureau of one row; raises ``TypeError`` or ``ValueError`` with what is wrong in it."""
    values = _fields({"successors": [], **row} if isinstance(row, dict) else row, Bureau)
    bureau = Bureau(
        **{
            **values,
            "names": tuple(BureauName(**_fields(name, BureauName)) for name in values["names"]),
            "aliases": tuple(values["aliases"]),
            "successors": tuple(values["successors"]),
            "known_reports": tuple(KnownReport(**_fields(report, KnownReport)) for report in values["known_reports"]),
            "status": BureauStatus(**_fields(values["status"], BureauStatus)),
        }
    )
    _check(bureau)
    return bureau


def _fields(row: Any, kind: type) -> dict[str, Any]:
    if not isinstance(row, dict):
        raise TypeError(f"{row!r} is no mapping")
    wanted, found = set(kind.__dataclass_fields__), set(row)  # type: ignore[attr-defined]
    if wanted - found:
        raise ValueError(f"field {', '.join(sorted(wanted - found))} is missing")
    if found - wanted:
        raise ValueError(f"field {', '.join(sorted(map(str, found - wanted)))} is unknown")
    return row


def _check(bureau: Bureau) -> None:
    if not isinstance(bureau.region_code, str) or not re.fullmatch(r"\d{6}", bureau.region_code):
        raise ValueError(f"region_code {bureau.region_code!r} is not six digits in quotes")
    if not re.fullmatch(rf"hrss-{bureau.region_code}(-[a-z]+)?", str(bureau.bureau_code)):
        raise ValueError(f"bureau_code must be hrss-{bureau.region_code}, with -name for an area that has no code")
    if not bureau.names:
        raise ValueError("names is empty")
    for field, value, allowed in (
        ("level", bureau.level, LEVELS),
        ("platform", bureau.platform, PLATFORMS),
        ("status code", bureau.status.code, STATUS_CODES),
    ):
        if value not in allowed:
            raise ValueError(f"{field} {value!r} is none of {', '.join(allowed)}")
    if not isinstance(bureau.confirmed, bool):
        raise TypeError("confirmed must be true or false")
    for field, year in (
        ("first_expected_year", bureau.first_expected_year),
        *(("report_year", report.report_year) for report in bureau.known_reports),
    ):
        if not isinstance(year, int) or year < FIRST_YEAR:
            raise ValueError(f"{field} {year!r} is no year from {FIRST_YEAR} on")
    check_portal(bureau.platform, bureau.portal)
    for report in bureau.known_reports:
        if not isinstance(report.url, str) or not is_registrable(report.url):
            raise PortalError(f"known report {report.url} is neither on a .gov.cn host nor on a practice portal")


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.lower()}"
