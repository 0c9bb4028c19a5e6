"""Whether two pieces of one cell look alike: a number in one style does not end in another.

What differs is no proof of a note mark, and looking alike none of a number. So digits of two looks are kept apart, and
nobody guesses which of them count.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import chain, islice
from typing import NamedTuple

from parsing.readers.html_styles import declarations
from parsing.readers.safe_xml import Element

_BOX = ("td", "th", "p", "div", "li", "table")
_DEPTH = 20
"""Elements around a piece that may give it its look; editors nest a few."""
_SIZE = re.compile(r"(\d*\.?\d+)\s*(px|pt|r?em|%)")
_PIXELS = {"px": 1.0, "pt": 4 / 3, "em": 16.0, "rem": 16.0, "%": 0.16}
_WORDS = {"xx-small": 9.0, "x-small": 10.0, "small": 13.0, "smaller": 12.0}
_OF_FONT = {"1": 10.0, "2": 13.0, "3": 16.0, "4": 18.0, "5": 24.0, "6": 32.0, "7": 48.0}
_SMALL = 12.0
"""Pixels up to which a size is small beside text whose size the page does not say: 小五, one step below that of tables."""
_SMALLER = 0.8
"""A size is another from this ratio on: 小五 (9pt) and 五号 (10.5pt) are mixed by accident."""
_WHITE = frozenset({"#fff", "#ffffff", "white", "rgb(255,255,255)"})
_BESIDE_THE_LINE = frozenset({"top", "text-top", "bottom", "text-bottom"})


class _Look(NamedTuple):
    size: float | None
    """In pixels, ``None`` if the page does not say."""
    signs: frozenset[str]


def differ(one: Element | None, other: Element | None) -> bool:
    """Whether the text of two elements of a cell looks clearly different, or one is a link and the other is not."""
    if one is other or one is None or other is None:
        return False
    first, second = _look(one), _look(other)
    if first.signs != second.signs:
        return True
    if first.size is None or second.size is None:
        return first.size != second.size and (first.size or second.size or _SMALL) <= _SMALL
    small, large = sorted((first.size, second.size))
    return small <= _SMALLER * large


def _look(element: Element) -> _Look:
    size: float | None = None
    signs: set[str] = set()
    for around in islice(chain([element], element.iterancestors()), _DEPTH):
        if around.tag in _BOX:
            break
        style = _look_of_style(around.get("style") or "")
        size = size or style.size or _own_size(around)
        signs |= style.signs
        if around.tag == "a" and around.get("href"):
            signs.add("link")
        if around.get("aria-hidden") == "true":
            signs.add("aria-hidden")
    return _Look(size, frozenset(signs))


def _own_size(element: Element) -> float | None:
    if element.tag == "font":
        return _OF_FONT.get((element.get("size") or "").strip())
    return _WORDS["smaller"] if element.tag == "small" else None


@lru_cache(maxsize=1024)
def _look_of_style(style: str) -> _Look:
    says = declarations(style)
    printed = says.get("font-size", "")
    found = _SIZE.fullmatch(printed)
    size = float(found[1]) * _PIXELS[found[2]] if found else _WORDS.get(printed)
    signs = set()
    if "".join(says.get("color", "").split()) in _WHITE:
        signs.add("white")
    if says.get("vertical-align") in _BESIDE_THE_LINE:
        signs.add("beside the line")
    if says.get("transform", "none") != "none":
        signs.add("moved")
    return _Look(size, frozenset(signs))
