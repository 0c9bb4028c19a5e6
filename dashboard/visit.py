"""One request for a page: its language, the release it is made from, and how it links to others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from dashboard.errors import PageError
from dashboard.releases import Release, Row
from dashboard.whole import whole
from dashboard.wording import Language, say

SECTIONS = (
    ("nav_overview", "/"),
    ("nav_bureaus", "/bureaus"),
    ("nav_compare", "/compare"),
    ("nav_findings", "/findings"),
    ("nav_coverage", "/coverage"),
    ("nav_metrics", "/metrics"),
    ("nav_about", "/about"),
)


@dataclass(frozen=True, slots=True)
class Visit:
    language: Language
    home: Path
    """Only for evidence, which lies in the archive; all else comes from the release."""
    release: Release
    base: str
    """What comes before ``/zh`` and ``/en`` in every address; empty unless the dashboard lives below a path."""
    path: str
    """The page's own address after the language, from its first slash on."""
    query: Mapping[str, str]

    def say(self, key: str, **values: object) -> str:
        return say(self.language, key, **values)

    def rows(self, question: str, **values: object) -> list[Row]:
        return self.release.rows(question, **values)

    def row(self, question: str, **values: object) -> Row | None:
        """The first row of an answer."""
        return next(iter(self.rows(question, **values)), None)

    def named(self, row: Row, stem: str = "name") -> str:
        """``STEM_zh`` or ``STEM_en``; the other one if this language has none (few portals give English names)."""
        other = "en" if self.language == "zh" else "zh"
        return str(row[f"{stem}_{self.language}"] or row[f"{stem}_{other}"] or "")

    def href(self, path: str = "/", /, **query: object) -> str:
        """The address of a page in this language; ``query``, which may have any names, without what is None or empty."""
        return self._address(f"/{self.language}{path}", query)

    def file(self, path: str, /, **query: object) -> str:
        """The address of a file made from this very release: a table, a drawing."""
        return self._address(f"/{self.language}{path}", {**query, "release": self.release.number})

    def sections(self) -> tuple[tuple[str, str], ...]:
        """Word and path of each section of the menu."""
        return SECTIONS

    def is_in(self, path: str) -> bool:
        """Whether this page belongs to a section of the menu."""
        return self.path == path if path == "/" else self.path == path or self.path.startswith(f"{path}/")

    def static(self, name: str) -> str:
        return f"{self.base}/static/{name}"

    def other_language(self) -> str:
        """This page, its filters included, in the other language."""
        other = "en" if self.language == "zh" else "zh"
        return self._address(f"/{other}{self.path}", self.query)

    def with_query(self, /, **changes: object) -> str:
        """This page with some filters changed."""
        return self.href(self.path, **{**self.query, **changes})

    def chosen(self, name: str, among: list[str], default: str = "") -> str:
        """A filter's value; raises PageError if it is not one of ``among``, so that a mistyped address does not look like an answer."""
        value = self.query.get(name) or default
        if value and value not in among:
            raise PageError("no_such_choice", 404, value=value[:60])
        return value

    def number(self, name: str, default: int, least: int = 1, most: int = 10_000) -> int:
        """A whole number from the query; raises PageError if it is no whole number, or out of bounds."""
        text = self.query.get(name) or str(default)
        found = whole(text)
        if found is None or not least <= found <= most:
            raise PageError("no_such_choice", 404, value=text[:60])
        return found

    def _address(self, path: str, query: Mapping[str, Any]) -> str:
        kept = {name: value for name, value in query.items() if value not in (None, "")}
        return f"{self.base}{quote(path)}" + (f"?{urlencode(kept)}" if kept else "")
