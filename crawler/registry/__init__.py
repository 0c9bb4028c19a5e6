"""The registry: which bureaus publish where, as data (``bureaus.yaml``, shape in ``bureaus.schema.json``).

A bureau is one row; a new bureau on a known platform needs no code. Reading is strict: a row that lacks a
field, has one too many or a value outside its list is refused with one sentence, never completed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import yaml

from crawler.registry.portal import PLATFORMS, PortalError, check_portal

__all__ = [
    "PLATFORMS",
    "Bureau",
    "BureauName",
    "BureauStatus",
    "KnownReport",
    "RegistryError",
    "dump",
    "load",
]

BUNDLED = Path(__file__).with_name("bureaus.yaml")
LEVELS = ("province", "prefecture", "county")
STATUS_CODES = ("active", "renamed", "merged", "abolished")


class RegistryError(Exception):
    """The registry cannot be used; the message is one sentence for the user."""


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
    """Of the bureau itself, not of its portal; ``since`` is ``YYYY-MM-DD``."""

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

    @property
    def printed_names(self) -> tuple[str, ...]:
        """Every form in which the bureau's name may be printed."""
        return (*(name.name_zh for name in self.names), *self.aliases)

    @property
    def base_url(self) -> str:
        return str(self.portal["base_url"])

    def as_record(self) -> dict[str, Any]:
        """The row as JSON-ready values, the shape of ``bureaus.jsonl`` and of ``bureaus.yaml``."""
        record = asdict(self)
        record["portal"] = dict(self.portal)
        for field in ("names", "aliases", "known_reports"):
            record[field] = list(record[field])
        return record


def load(path: Path | None = None) -> tuple[Bureau, ...]:
    """The bureaus of a registry file (the bundled one without ``path``); raises `RegistryError`."""
    source = path or BUNDLED
    try:
        rows = yaml.safe_load(source.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise RegistryError(f"registry {source} cannot be read: {' '.join(str(error).split())}") from error
    if not isinstance(rows, list) or not rows:
        raise RegistryError(f"registry {source} holds no list of bureaus")
    bureaus = tuple(_bureau(row, number) for number, row in enumerate(rows, start=1))
    codes = [bureau.bureau_code for bureau in bureaus]
    doubled = sorted({code for code in codes if codes.count(code) > 1})
    if doubled:
        raise RegistryError(f"registry {source} has {', '.join(doubled)} more than once")
    return bureaus


def dump(bureaus: Iterable[Bureau], path: Path) -> None:
    """Write a registry file that `load` reads back to the same bureaus."""
    records = [bureau.as_record() for bureau in bureaus]
    path.write_text(yaml.safe_dump(records, allow_unicode=True, sort_keys=False), encoding="utf-8")


def _bureau(row: Any, number: int) -> Bureau:
    label = row.get("bureau_code", f"number {number}") if isinstance(row, dict) else f"number {number}"
    try:
        values = _fields(row, Bureau)
        bureau = Bureau(
            **{
                **values,
                "names": tuple(BureauName(**_fields(name, BureauName)) for name in values["names"]),
                "aliases": tuple(values["aliases"]),
                "known_reports": tuple(
                    KnownReport(**_fields(report, KnownReport)) for report in values["known_reports"]
                ),
                "status": BureauStatus(**_fields(values["status"], BureauStatus)),
            }
        )
        _check(bureau)
    except (TypeError, ValueError, PortalError) as error:
        raise RegistryError(f"registry row {label}: {error}") from error
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
    if not re.fullmatch(r"\d{6}", str(bureau.region_code)) or not isinstance(bureau.region_code, str):
        raise ValueError(f"region_code {bureau.region_code!r} is not six digits in quotes")
    if bureau.bureau_code != f"hrss-{bureau.region_code}":
        raise ValueError(f"bureau_code must be hrss-{bureau.region_code}")
    if not bureau.names:
        raise ValueError("names is empty")
    for field, value, allowed in (
        ("level", bureau.level, LEVELS),
        ("platform", bureau.platform, PLATFORMS),
        ("status code", bureau.status.code, STATUS_CODES),
    ):
        if value not in allowed:
            raise ValueError(f"{field} {value!r} is none of {', '.join(allowed)}")
    if not isinstance(bureau.first_expected_year, int) or not isinstance(bureau.confirmed, bool):
        raise TypeError("first_expected_year must be a year and confirmed true or false")
    check_portal(bureau.platform, bureau.portal)
