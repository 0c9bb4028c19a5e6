"""The documents in a practice portal's list: the bureau's reports among others that a careless reader would take."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any, TypeVar

from practice.publishers import Publisher, neighbour_report, publisher, text_data
from practice.report import Block, Cell, Paragraph, Report, Table

T = TypeVar("T")
EPOCH = date(2020, 1, 1)


@dataclass(frozen=True, slots=True)
class Item:
    """One document; ``number`` counts from 1, oldest first; ``report_year`` is set for the bureau's own reports."""

    number: int
    title: str
    agency_name: str
    published_on: date
    report: Report
    report_year: int | None = None
    article_id: str | None = None
    is_neighbour: bool = False

    @property
    def days(self) -> int:
        """Days since 2020 began: portals number their articles by time."""
        return (self.published_on - EPOCH).days


@dataclass(frozen=True, slots=True)
class Site:
    """What a platform serves for a bureau; ``items`` newest first, ``parameters`` as the registry names them."""

    publisher: Publisher
    parameters: Mapping[str, Any]
    items: tuple[Item, ...]


def site(bureau_code: str, parameters: Mapping[str, Any]) -> Site:
    return Site(publisher(bureau_code), parameters, shelf(bureau_code))


@cache
def shelf(bureau_code: str) -> tuple[Item, ...]:
    """Every document of the bureau's list, newest first."""
    owner = publisher(bureau_code)
    items = sorted((*_reports(owner), *_others(owner)), key=lambda item: (item.published_on, item.title))
    return tuple(replace(item, number=number) for number, item in enumerate(items, start=1))[::-1]


def _reports(owner: Publisher) -> Iterator[Item]:
    for year in owner.years.values():
        yield Item(0, year.list_title, owner.agency_name, year.listed_on, year.report, year.year, year.article_id)


def _others(owner: Publisher) -> Iterator[Item]:
    for template in text_data("other_documents.yaml"):
        for year in template.get("years", [None]):
            yield _other(owner, template, year)


def _other(owner: Publisher, template: Mapping[str, Any], year: int | None) -> Item:
    names = {"agency": owner.agency_name, "neighbour": owner.neighbour, "year": year}
    title = template["title"].format(**names)
    stated = template["published_on"]
    published_on = stated if isinstance(stated, date) else date.fromisoformat(f"{(year or 0) + 1}-{stated}")
    if template.get("report"):
        report = neighbour_report(owner.neighbour, year or 0, published_on)
        return Item(0, title, owner.neighbour, published_on, report, is_neighbour=True)
    blocks: list[Block] = [Paragraph(text.format(**names)) for text in template["paragraphs"]]
    if "rows" in template:
        blocks.append(Table(tuple(tuple(Cell(text) for text in row) for row in template["rows"]), width=2))
    return Item(0, title, owner.agency_name, published_on, Report(title, published_on, tuple(blocks)))


def pages(items: Sequence[T], size: int) -> list[Sequence[T]]:
    """``items`` in portions of ``size``; at least one, possibly empty."""
    return [items[start : start + size] for start in range(0, len(items), size)] or [()]


def cut(title: str, length: int) -> str:
    """A title as lists shorten it."""
    return title if len(title) <= length else title[:length] + "…"
