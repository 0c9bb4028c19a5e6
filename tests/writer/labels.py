"""Labels of the form as they are really typed: numbering, width, quotes, spaces, synonyms, years inside."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from random import Random

_NUMBER = re.compile(r"^(?:（([一二三四五六七])）|([一二三四])、|(\d)\.)")
NUMBERED = re.compile(r"^[（(]?(\d)(?:[.、．)）]\s*)+")
"""The number before a line of a group, in any of the styles below."""
_HALF = str.maketrans("（），：；“”", '(),:;""')
_YEAR_AFTER = re.compile(r"(本年|上年|下年)(度?)(?!度)")
_YEAR_SHIFT = {"本年": 0, "上年": -1, "下年": 1}

NUMBERING: Mapping[str, tuple[str, str, str]] = {
    "official": ("（{}）", "{}、", "{}."),
    "half": ("({})", "{}、", "{}. "),
    "comma": ("（{}）", "{}、", "{}、"),
    "wide_dot": ("（{}）、", "{}．", "{}．"),
    "brackets": ("({})", "{}、", "({})"),
    "none": ("", "", ""),
}
SPACING = ("none", "none", "middle", "random", "tail", "wide")
QUOTES: Mapping[str, tuple[str, str]] = {
    "curly": ("“", "”"),
    "straight": ('"', '"'),
    "single": ("‘", "’"),
    "corner": ("「", "」"),
    "none": ("", ""),
    "wrong": ("”", "“"),
}


@dataclass(frozen=True, slots=True)
class LabelStyle:
    numbering: str = "official"
    quotes: str = "curly"
    spacing: str = "none"
    is_half_width: bool = False
    synonyms: float = 0.0
    """Share of the labels with a known variant that print the variant."""
    year_inside: int | None = None
    """The report year, where labels name it."""
    year_marks: str = "（{}）"

    def render(self, random: Random, label: str, code: str = "") -> str:
        """``label`` of the line or column ``code`` in this style."""
        found = _NUMBER.match(label)
        _number, text = (found.group(0), label[found.end() :]) if found else ("", label)
        variants = _variants().get(code, ())
        if variants and random.random() < self.synonyms:
            text = random.choice(variants)
        text = self._quoted(self._with_year(text))
        text = _spaced(random, text, self.spacing)
        whole = self._numbered(found) + text if found else text
        return whole.translate(_HALF) if self.is_half_width else whole

    def _numbered(self, found: re.Match[str]) -> str:
        index = next(i for i, group in enumerate(found.groups()) if group)
        return NUMBERING[self.numbering][index].format(found.group(index + 1))

    def _quoted(self, text: str) -> str:
        opening, closing = QUOTES[self.quotes]
        return text.replace("“", "\0").replace("”", closing).replace("\0", opening)

    def _with_year(self, text: str) -> str:
        if self.year_inside is None:
            return text
        year = self.year_inside

        def put(match: re.Match[str]) -> str:
            return match.group(0) + self.year_marks.format(year + _YEAR_SHIFT[match.group(1)])

        return _YEAR_AFTER.sub(put, text, count=1)


def random_style(random: Random, year: int) -> LabelStyle:
    """One style of a whole report; a third are the official one."""
    if random.random() < 0.33:
        return LabelStyle()
    return LabelStyle(
        random.choice(tuple(NUMBERING)),
        random.choice(tuple(QUOTES)),
        random.choice(SPACING),
        random.random() < 0.4,
        random.choice((0.0, 0.0, 0.3, 1.0)),
        year if random.random() < 0.2 else None,
        random.choice(("（{}）", "({}年)", " {} ", " ( {} ) ")),
    )


def _spaced(random: Random, text: str, spacing: str) -> str:
    if spacing == "middle" and len(text) == 4:
        return f"{text[:2]} {text[2:]}"
    if spacing == "random":
        return "".join(sign + (" " if random.random() < 0.1 else "") for sign in text).strip()
    if spacing == "tail":
        return text + "\u3000"
    if spacing == "wide" and len(text) <= 4:
        return "\u3000".join(text)
    return text


@cache
def _variants() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    with files("parsing.form").joinpath("label_variants.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["code"], []).append(row["label_zh"])
    return {code: tuple(labels) for code, labels in found.items()}
