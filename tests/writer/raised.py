"""Note marks in cells: a raised digit of the text (``1234¹``) is what each format sets small and high in its own way."""

from __future__ import annotations

import re

_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_RUNS = re.compile(f"[{_RAISED}]+|[^{_RAISED}]+")
_TO_DIGITS = str.maketrans(_RAISED, "0123456789")


def pieces(text: str) -> list[tuple[str, bool]]:
    """The text in runs, marks as plain digits, and whether each run is raised."""
    return [(run.translate(_TO_DIGITS), run[0] in _RAISED) for run in _RUNS.findall(text)]


def has_marks(text: str) -> bool:
    return any(sign in text for sign in _RAISED)


def one_of(ways: tuple[str, ...], mark: str) -> str:
    """Each digit is raised in a way of its own, so that a report has them all."""
    return ways[int(mark) % len(ways)]
