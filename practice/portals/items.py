"""The documents in a practice portal's list: the bureau's reports among others that a careless reader would take."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, partial
from typing import Any, TypeVar

from practice.history import chance
from practice.invented import publisher_of
from practice.portals.formats import Format
from practice.publishers import BUREAU_CODES, Publisher, neighbour_report, text_data
from practice.report import Block, Cell, Paragraph, Report, Table

T = TypeVar("T")
EPOCH = date(2020, 1, 1)
DAYS_BEFORE_EPOCH = (EPOCH - date(2007, 1, 1)).days
EVEN_BEFORE = 400
KEPT = 0.45
"""Share of the documents of ``texts`` that an invented bureau has."""


@dataclass(frozen=True, slots=True)
class Item:
    """One document; ``number`` counts upwards, oldest first; ``report_year`` is set for the bureau's own reports."""

    number: int
    title: str
    agency_name: str
    published_on: date
    compose: Callable[[], Report]
    report_year: int | None = None
    article_id: str | None = None
    is_neighbour: bool = False
    format: Format = "page"

    @property
    def report(self) -> Report:
        """The document's content, composed when first asked for."""
        return self.compose()

    def serial(self, base: int, per_day: int) -> int:
        """A number that rises with time, ``base`` when 2020 began and ``per_day`` more each day.

        Documents from before 2019 share the numbers below evenly.
        """
        days = (self.published_on - EPOCH).days
        if days >= -EVEN_BEFORE:
            return base + days * per_day + self.number
        lowest = base - EVEN_BEFORE * per_day
        return lowest * (days + DAYS_BEFORE_EPOCH) // (DAYS_BEFORE_EPOCH - EVEN_BEFORE) + self.number


@dataclass(frozen=True, slots=True)
class Site:
    """What a platform serves for a bureau; ``items`` newest first, ``parameters`` as the registry names them."""

    publisher: Publisher
    parameters: Mapping[str, Any]
    items: tuple[Item, ...]
    is_listed: bool = True
    """False if the host has the bureau's articles but no list of them."""


@dataclass(frozen=True, slots=True)
class Filing:
    """The formats of a bureau's reports, and where its numbers begin (bureaus of one host count apart)."""

    format: Format = "page"
    by_year: Mapping[int, Format] = field(default_factory=dict)
    first_number: int = 1

    def of(self, report_year: int) -> Format:
        return self.by_year.get(report_year, self.format)


PLAIN = Filing()


def listed_items(bureau_code: str, filing: Filing = PLAIN) -> tuple[Item, ...]:
    """Every document of the bureau's list, newest first."""
    return tuple(
        replace(
            item,
            number=number,
            format="page" if item.report_year is None else filing.of(item.report_year),
        )
        for number, item in enumerate(_all_items(bureau_code), start=filing.first_number)
    )[::-1]


@cache
def _all_items(bureau_code: str) -> tuple[Item, ...]:
    owner = publisher_of(bureau_code)
    return tuple(sorted((*_reports(owner), *_others(owner)), key=lambda item: (item.published_on, item.title)))


def _reports(owner: Publisher) -> Iterator[Item]:
    for year in owner.years.values():
        yield Item(0, year.list_title, owner.agency_name, year.listed_on, year.compose, year.year, year.article_id)


def _others(owner: Publisher) -> Iterator[Item]:
    has_all = owner.bureau_code in BUREAU_CODES
    templates = text_data("other_documents.yaml") + ([] if has_all else text_data("more_documents.yaml"))
    for template in templates:
        for year in template.get("years", [None]):
            if has_all or chance(owner.bureau_code, template["title"], year) < KEPT:
                yield _other(owner, template, year)


def _other(owner: Publisher, template: Mapping[str, Any], year: int | None) -> Item:
    names = {"agency": owner.agency_name, "neighbour": owner.neighbour, "year": year}
    title = template["title"].format(**names)
    stated = template["published_on"]
    published_on = stated if isinstance(stated, date) else date.fromisoformat(f"{(year or 0) + 1}-{stated}")
    if template.get("report"):
        compose = cache(partial(neighbour_report, owner.neighbour, year or 0, published_on))
        return Item(0, title, owner.neighbour, published_on, compose, is_neighbour=True)
    blocks: list[Block] = [Paragraph(text.format(**names)) for text in template["paragraphs"]]
    if "rows" in template:
        blocks.append(Table(tuple(tuple(Cell(text) for text in row) for row in template["rows"]), width=2))
    report = Report(title, published_on, tuple(blocks))
    return Item(0, title, owner.agency_name, published_on, lambda: report)


def pages(items: Sequence[T], size: int) -> list[Sequence[T]]:
    """``items`` in portions of ``size``; at least one, possibly empty."""
    return [items[start : start + size] for start in range(0, len(items), size)] or [()]


def cut(title: str, length: int) -> str:
    """A title as lists shorten it."""
    return title if len(title) <= length else title[:length] + "…"
