"""A bureau of the deck in good health: a list of links, its reports, files behind them, and look-alikes between them.

What a case does wrong is done to these answers afterwards (`behaviours`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date
from email.utils import format_datetime
from functools import cache
from html import escape
from importlib import resources
from string import Template
from typing import ClassVar

from practice.faults import reports
from practice.faults.case import Case
from practice.faults.files import FORMS, body, files
from practice.faults.wire import Answer, Request
from practice.portals.formats import File
from practice.portals.page import morning
from practice.writers import html

HTML_TYPE = "text/html; charset=utf-8"
ROBOTS = b"User-agent: *\nDisallow: /admin/\n"
COLUMN = "/xxgk/gknb/"
LATER_LIST = re.compile(r"index_(\d+)\.html")


def fill(name: str, /, **values: object) -> str:
    """The page ``pages/<name>.html``; values are put in as they are."""
    return _template(name).substitute({key: str(value) for key, value in values.items()}).rstrip("\n")


@cache
def _template(name: str) -> Template:
    source = resources.files("practice").joinpath("faults", "pages", f"{name}.html")
    return Template(source.read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Row:
    place: str
    title: str
    url: str
    published_on: date


class LinkSite:
    """``places`` maps the name of an address to its path."""

    platform: ClassVar[str] = "links"

    def __init__(self, case: Case, port: int) -> None:
        self.case, self.port = case, port
        self.base_url = f"{case.scheme}://{case.address}:{port}"
        self.region = reports.regions()[case.region_code]
        self.agency = self.region.agency_name
        self.number = int(case.address.rsplit(".", 1)[1])
        self.column = str(case.portal.get("column") or COLUMN)
        self._titles = dict(self._other_titles())
        self.places = dict(self._places())
        self._at = {path: place for place, path in self.places.items()}

    def place(self, request: Request) -> str | None:
        """The place that a request asks for, whatever its query says unless the place has one itself."""
        found = self._at.get(request.target) or self._at.get(request.path)
        if found is None and request.path.startswith(self.column):
            match = LATER_LIST.fullmatch(request.path.removeprefix(self.column))
            return f"list {match[1]}" if match else None
        return found

    def target(self, place: str) -> str:
        """What a guest asks for: the path of a place."""
        return self.places[place]

    def healthy(self, request: Request) -> Answer:
        """What the bureau says in good health."""
        return self.answer(self.place(request))

    def answer(self, place: str | None, edit: str | None = None) -> Answer:
        """What the place says in good health; ``edit`` is an edit of its report (see `reports`)."""
        kind, _, rest = (place or "").partition(" ")
        if place == "robots":
            return Answer(200, ROBOTS, {"Content-Type": "text/plain"})
        if place == "home":
            return page("home", agency=self.agency, column=reports.texts()["column_name"], column_path=self.column)
        if place == "list":
            return self.listing(self.rows())
        if kind == "article":
            return self.article(self.agency, int(rest), edit)
        if kind == "file":
            year, _, number = rest.partition(" ")
            return self._file(self.files(int(year), edit)[int(number or 1) - 1], int(year))
        if place in self._titles:
            return self._other(place)
        return page("missing", 404)

    def listing(self, rows: Sequence[Row], following: str | None = None) -> Answer:
        """A list page; ``following`` is the address of the next one."""
        printed = (
            fill("row", url=escape(row.url), title=escape(row.title), date=row.published_on.isoformat()) for row in rows
        )
        return page(
            "list",
            agency=self.agency,
            column=reports.texts()["column_name"],
            column_path=self.column,
            rows="\n".join(printed),
            pager=fill("next", url=escape(following)) if following else "",
        )

    def rows(self) -> list[Row]:
        """The rows of the list: reports, newest first, then the extra rows and the look-alikes."""
        own = [
            Row(place, reports.title(self.agency, year), self.places[place], reports.published_on(year))
            for year in sorted(self.case.reports, reverse=True)
            for place in [f"article {year}"]
        ]
        latest = reports.published_on(max(self.case.reports))
        named = {place.replace(" ", "_"): path for place, path in self.places.items()}
        urls = {extra.place: extra.url.format(base=self.base_url, **named) for extra in self.case.extras if extra.url}
        hidden = {extra.place for extra in self.case.extras if not extra.is_listed}
        return own + [
            Row(place, title, urls.get(place, self.places[place]), latest)
            for place, title in self._titles.items()
            if place not in hidden
        ]

    def files(self, year: int, edit: str | None = None) -> tuple[File, ...]:
        report = reports.report(self.agency, self.number, year, edit)
        return files(report, self.case.forms.get(year, "page"))

    def _other_titles(self) -> Iterator[tuple[str, str]]:
        names = {"agency": self.agency, "year": max(self.case.reports)}
        for extra in self.case.extras:
            yield extra.place, extra.title.format(**names)
        for place, title in reports.texts()["look_alikes"].items():
            yield place, title.format(**names)

    def _places(self) -> Iterator[tuple[str, str]]:
        yield from {"robots": "/robots.txt", "home": "/", "sitemap": "/sitemap.xml", "list": self.column}.items()
        for year in self.case.reports:
            yield f"article {year}", f"{self.column}t{reports.published_on(year):%Y%m%d}_{self.number:03d}.html"
            form = self.case.forms.get(year, "page")
            for index, suffix in enumerate(FORMS[form], start=1):
                place = f"file {year}" if index == 1 else f"file {year} {index}"
                yield place, f"/files/{year}/{index}/report.{suffix}"
        own = {extra.place: extra.path for extra in self.case.extras if extra.path}
        for index, place in enumerate(self._titles):
            yield place, own.get(place) or f"{self.column}t20240301_{self.number:03d}{index}.html"

    def article(self, agency_name: str, year: int, edit: str | None = None) -> Answer:
        """The page of an agency's report; ``edit`` is an edit of it."""
        report = reports.report(agency_name, self.number, year, edit)
        addresses = [path for place, path in self.places.items() if place.split()[:2] == ["file", str(year)]]
        return page(
            "article",
            title=escape(report.title),
            agency=agency_name,
            column=reports.texts()["column_name"],
            column_path=self.column,
            date=report.published_on.isoformat(),
            body=body(report, self.case.forms.get(year, "page"), addresses),
            foot=reports.texts()["counter"].format(visits=4712 + (edit == "counter")),
            style=reports.texts()["styles"][edit == "layout"],
            modified=report.published_on,
        )

    def _file(self, file: File, year: int) -> Answer:
        headers = {"Content-Type": file.media_type, **_last_modified(reports.published_on(year))}
        return Answer(200, file.write(), headers)

    def _other(self, place: str) -> Answer:
        same_as: Mapping[str, str | None] = {extra.place: extra.same_as for extra in self.case.extras}
        shown = same_as.get(place)
        if shown:
            return self.answer(shown)
        notice = reports.notice(self._titles[place])
        return page(
            "article",
            title=escape(notice.title),
            agency=self.agency,
            column=reports.texts()["column_name"],
            column_path=self.column,
            date=notice.published_on.isoformat(),
            body=html.fragment(notice),
            foot="",
            style=reports.texts()["styles"][0],
            modified=notice.published_on,
        )


def page(name: str, status: int = 200, modified: date | None = None, **values: object) -> Answer:
    """An HTML answer from a template."""
    headers = {"Content-Type": HTML_TYPE, **(_last_modified(modified) if modified else {"Cache-Control": "no-cache"})}
    return Answer(status, fill(name, **values).encode(), headers)


def _last_modified(day: date) -> dict[str, str]:
    return {"Last-Modified": format_datetime(morning(day).astimezone(UTC), usegmt=True)}
