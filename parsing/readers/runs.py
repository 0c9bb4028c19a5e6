"""Runs of one paragraph to its text: what stands raised or lowered beside other text is kept apart from it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from parsing.text import lowered, raised

ON_THE_LINE, SHIFTED_UP, SHIFTED_DOWN, SUPERSCRIPT, SUBSCRIPT = 0, 1, -1, 2, -2
"""Where a run stands. One that is shifted by a length counts as raised only beside others: people centre numbers so."""

LEAST_SHIFT = 4
"""Half-points (2 points) by which a note mark is raised at least; less puts digits and Han characters on one middle."""


class Run(NamedTuple):
    text: str
    position: int = ON_THE_LINE


def shifted(half_points: int) -> int:
    """Where a run stands that is raised by so much; below zero it is lowered."""
    if abs(half_points) < LEAST_SHIFT:
        return ON_THE_LINE
    return SHIFTED_UP if half_points > 0 else SHIFTED_DOWN


def joined(runs: Iterable[Run]) -> str:
    """The text of a paragraph; a raised ``1`` is ``¹`` in it (``parsing.text.raised``)."""
    found = list(runs)
    if not any(run.position for run in found):
        return "".join(run.text for run in found)
    is_alone = all(run.position for run in found if run.text.strip())
    return "".join(_set(run, is_alone=is_alone) for run in found)


def _set(run: Run, *, is_alone: bool) -> str:
    if run.position == ON_THE_LINE or (is_alone and abs(run.position) == SHIFTED_UP):
        return run.text
    return raised(run.text) if run.position > 0 else lowered(run.text)
