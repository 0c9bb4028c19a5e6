"""Text cut into lines: SVG does not wrap it."""

from __future__ import annotations

import re
from unicodedata import east_asian_width

_PIECES = re.compile(r"[\u2e80-\uffef][，。；：、”）】]*|[^\s\u2e80-\uffef]+|\s+")
"""A Chinese sign with the marks that belong to it, a word of other letters, a gap: a line may end after each."""


def lines(text: str, most: int) -> list[str]:
    """Lines of at most ``most`` units, unless a single word is longer: a Chinese sign takes two, other letters one."""
    found = [""]
    for piece in _PIECES.findall(text):
        if found[-1] and _units(found[-1] + piece.rstrip()) > most:
            found.append("")
        found[-1] += piece if found[-1] else piece.lstrip()
    return [line.rstrip() for line in found if line.strip()]


def _units(text: str) -> int:
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)
