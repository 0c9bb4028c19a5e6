"""A bureau as the registry has it: values, and nothing that needs a platform.

It stands below both: the registry reads rows into it, and a platform makes requests of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlsplit


class RegistryError(Exception):
    """The registry cannot be used; the message is one sentence for the user.

    It stands here so that the command line can catch it without loading every platform, and Scrapy with them.
    """


@dataclass(frozen=True, slots=True)
class BureauName:
    """A name the bureau bore; years are report years, both inclusive, ``None`` if not established."""

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
    """Codes of the bureaus that have its duties, if it is not active any more; a row without successors may leave them out."""

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


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.lower()}"
