"""How a page gives its platform away: patterns in its address or text, each as trustworthy as its strength says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from typing import Literal
from urllib.parse import parse_qs, urlsplit

from scrapy.http import TextResponse

from crawler.pages import page_titles
from parsing.prose.titles import Title, read_title

Place = Literal["address", "text"]


class Strength(IntEnum):
    """Which clue is believed when a page shows those of two platforms: the smaller number, then the platform's name.

    A page may link to other systems, and successors keep the addresses of those they replace. An endpoint that the page
    itself asks for can be trusted before any address.
    """

    ENDPOINT = 1
    """The page asks an endpoint of this system, lies below one, or states a value that only this system has."""
    OWN_ADDRESS = 2
    """The page's own address has a form that no other system is known to have."""
    OWN_LINK = 3
    """The page links to such an address."""
    SHARED = 4
    """An address, a link or a call of a form that other systems have taken over or imitate."""


@dataclass(frozen=True, slots=True)
class Clue:
    """``says`` completes ``the page …``."""

    place: Place
    pattern: re.Pattern[str]
    says: str
    strength: Strength

    def fits(self, sample: Sample) -> bool:
        return bool(self.pattern.search(sample.place if self.place == "address" else sample.text))


def in_address(pattern: str, says: str, strength: Strength = Strength.SHARED) -> Clue:
    return Clue("address", re.compile(pattern), says, strength)


def in_text(pattern: str, says: str, strength: Strength = Strength.SHARED) -> Clue:
    return Clue("text", re.compile(pattern), says, strength)


@dataclass(frozen=True)
class Sample:
    """A page whose platform is asked for."""

    url: str
    text: str

    @property
    def base_url(self) -> str:
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def path(self) -> str:
        return urlsplit(self.url).path or "/"

    @property
    def place(self) -> str:
        """The address from the host's root on: path, query and fragment."""
        parts = urlsplit(self.url)
        query, fragment = parts.query and f"?{parts.query}", parts.fragment and f"#{parts.fragment}"
        return f"{parts.path or '/'}{query}{fragment}"

    @cached_property
    def query(self) -> Mapping[str, list[str]]:
        return parse_qs(urlsplit(self.url).query)

    @cached_property
    def response(self) -> TextResponse:
        return TextResponse(self.url, body=self.text.encode(), encoding="utf-8")

    @cached_property
    def report_title(self) -> Title | None:
        """The title of an article that is an annual report: one that states a year, of a page that is not a list of several."""
        titles = page_titles(self.response)
        named = filter(None, (titles.stated, *titles.headings, *titles.window))
        reports = (title for title in map(read_title, named) if title.is_annual_report)
        return next((title for title in reports if title.report_year is not None), None)

    @property
    def column(self) -> str | None:
        """The page's own place if it is a list."""
        return None if self.report_title else self.place.partition("#")[0]

    def parameter(self, name: str) -> str | None:
        """The first value of a parameter of the address."""
        return self.query.get(name, [None])[0]


def number(text: str | None) -> int | str | None:
    """A parameter as the registry has it: digits as a number, unless they start with a zero that would be lost."""
    return int(text) if text is not None and re.fullmatch(r"[1-9]\d{0,17}|0", text) else text
