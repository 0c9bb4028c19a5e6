"""``wording.yaml``, read: the marks of walls, the words of pages that stand in for others, and telling paths."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from crawler.answers.markup import Markup

WALL_CHARACTERS = 200_000
"""How far into a page the marks of a wall are looked for."""

_SITE_NAME = re.compile(r"[-_|–—·]")
_NEVER = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Wall:
    """A wall shows by its status and one of its marks, in the body or in a header."""

    label: str
    statuses: frozenset[int]
    body: re.Pattern[str]
    headers: tuple[tuple[str, re.Pattern[str]], ...]
    max_text: int | None
    max_links: int | None
    max_source: int | None

    def stands(self, status: int, headers: Mapping[str, str], source: str, page: Markup | None) -> bool:
        if status not in self.statuses or not _is_short(page, self.max_text, self.max_links):
            return False
        if self.max_source is not None and len(source) > self.max_source:
            return False
        has_mark = any(pattern.search(headers.get(name.lower(), "")) for name, pattern in self.headers)
        return has_mark or bool(self.body.search(source, 0, WALL_CHARACTERS))


@dataclass(frozen=True, slots=True)
class Notice:
    """A short page that says, by its title or in its text, that it is not the page asked for."""

    outcome: str
    label: str | None
    title: re.Pattern[str]
    text: re.Pattern[str]
    max_text: int
    max_links: int | None

    def reads(self, page: Markup) -> bool:
        if not _is_short(page, self.max_text, self.max_links):
            return False
        titles = (page.title, _SITE_NAME.split(page.title)[0], *page.headings)
        return any(self.title.fullmatch(title) for title in titles if title) or bool(self.text.search(page.text))


@dataclass(frozen=True, slots=True)
class Wording:
    walls: tuple[Wall, ...]
    notices: tuple[Notice, ...]
    not_here_paths: re.Pattern[str]
    wall_paths: re.Pattern[str]
    home_paths: re.Pattern[str]
    decoration: re.Pattern[str]


@cache
def wording() -> Wording:
    with files("crawler.answers").joinpath("wording.yaml").open(encoding="utf-8") as source:
        data = yaml.safe_load(source)
    paths = {name: re.compile(data[name]) for name in ("not_here_paths", "wall_paths", "home_paths", "decoration")}
    return Wording(tuple(map(_wall, data["walls"])), tuple(map(_notice, data["pages"])), **paths)


def _wall(row: Mapping[str, Any]) -> Wall:
    headers = tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in row.get("headers", {}).items())
    body = re.compile(row["body"], re.IGNORECASE)
    limits = (row.get(name) for name in ("max_text", "max_links", "max_source"))
    return Wall(row["label"], frozenset(row["statuses"]), body, headers, *limits)


def _notice(row: Mapping[str, Any]) -> Notice:
    text = re.compile(row["text"], re.IGNORECASE) if "text" in row else _NEVER
    title = re.compile(row["title"], re.IGNORECASE)
    return Notice(row["outcome"], row.get("label"), title, text, row["max_text"], row.get("max_links"))


def _is_short(page: Markup | None, max_text: int | None, max_links: int | None) -> bool:
    if page is None:
        return max_text is None and max_links is None
    is_short = max_text is None or not page.exceeds(max_text)
    return is_short and (max_links is None or page.named_links <= max_links)
