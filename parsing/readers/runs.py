"""Runs of one paragraph to its text: what stands raised or lowered beside other text is kept apart from it.

What is struck out beside other text is left out, as deleted text is. Digits that are hard to see beside others make the
number one that cannot be read: nobody knows whether they belong to it.
"""

from __future__ import annotations

from parsing.text import lowered, raised, struck, unseen

ON_THE_LINE, SHIFTED_UP, SHIFTED_DOWN, SUPERSCRIPT, SUBSCRIPT = 0, 1, -1, 2, -2
"""Where a run stands. One that is shifted by a length counts as raised only beside others: people centre numbers so."""
STRUCK, UNSEEN = 3, -3
"""A run that is struck out, and one in the colour of the paper or much smaller than the others."""

LEAST_SHIFT = 4
"""Half-points (2 points) by which a note mark is raised at least; less puts digits and Han characters on one middle."""


def shifted(half_points: int) -> int:
    """Where a run stands that is raised by so much; below zero it is lowered."""
    if abs(half_points) < LEAST_SHIFT:
        return ON_THE_LINE
    return SHIFTED_UP if half_points > 0 else SHIFTED_DOWN


class Runs:
    """The runs of a paragraph as they come; in most documents every run is on the line."""

    __slots__ = ("_positions", "_texts")

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._positions: dict[int, int] = {}

    def add(self, text: str, position: int = ON_THE_LINE) -> None:
        if position:
            self._positions[len(self._texts)] = position
        self._texts.append(text)

    def __bool__(self) -> bool:
        return bool(self._texts)

    def text(self, *, is_on_paper: bool = False) -> str:
        """The text of the paragraph; a raised ``1`` is ``¹`` in it (``parsing.text.raised``).

        ``is_on_paper`` says that nothing colours the ground behind it.
        """
        if not self._positions:
            return "".join(self._texts)
        is_alone = self._is_alone()
        return "".join(self._set(at, is_alone, is_on_paper) for at in range(len(self._texts)))

    def _is_alone(self) -> bool:
        """Whether no text stands on the line, where it is seen."""
        return not any(text.strip() for at, text in enumerate(self._texts) if at not in self._positions)

    def _set(self, at: int, is_alone: bool, is_on_paper: bool) -> str:
        text, position = self._texts[at], self._positions.get(at, ON_THE_LINE)
        if position == ON_THE_LINE or (is_alone and abs(position) == SHIFTED_UP):
            return text
        if position == STRUCK:
            return struck(text) if is_alone else ""
        if position == UNSEEN:
            # White text alone stands on a ground that a style colours.
            return text if is_alone and not is_on_paper else unseen(text)
        return raised(text) if position > 0 else lowered(text)
