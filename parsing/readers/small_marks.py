"""Small characters that stand raised or lowered beside larger ones on a printed page: marks of notes, no part of the text.

Lengths are in the page's own unit, downwards from its top left corner.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple
from unicodedata import east_asian_width

from parsing.text import LOST, lowered, raised

GAP = 0.6
"""Share of the font size from which on a gap parts words."""
_SMALL = 0.82
"""A mark is at most this share of the text's size; programs set 0.58 to 0.67, and 0.9 is another font in the next cell."""
_MUCH_SMALLER, _CLOSE = 0.7, 0.2
"""Shares of the text's size: a digit on the line that is so small, and so close to another, may be a mark or not."""
_SHIFTED, _FAR = 0.1, 0.9
"""Shares of the text's size by which a mark stands above or below its line: at least, and at most."""
_MOST_MARKS = 40
"""Characters of a line that may be nothing but marks of the line below."""
_WIDE = {"W", "F", "A"}


class Character(NamedTuple):
    """``x`` is its left edge, ``y`` its baseline."""

    text: str
    x: float
    y: float
    size: float

    @property
    def end(self) -> float:
        return self.x + self.size * (1.0 if east_asian_width(self.text[0]) in _WIDE else 0.5)


Line = list[Character]


def differ_in_size(line: Sequence[Character]) -> bool:
    """Whether some character of a line may be a mark at another."""
    first = line[0].size
    return any(character.size != first for character in line) and _is_small(
        min(character.size for character in line), max(character.size for character in line)
    )


def with_raised_lines(lines: Iterable[Line]) -> list[Line]:
    """Lines from top to bottom, those put together of which the upper is nothing but marks at the lower, or the reverse."""
    found: list[Line] = []
    for line in lines:
        above = found[-1] if found else []
        if above and (_are_marks_of(above, line) or _are_marks_of(line, above)):
            found[-1] = [*above, *line]
        else:
            found.append(line)
    return found


def text_with_marks(line: Sequence[Character], words: Callable[[Sequence[Character]], str]) -> str:
    """The text of a line; ``words`` puts characters of one kind together. Marks come out as ``raised`` keeps them.

    A much smaller digit on the line of a number comes out as one that cannot be read.
    """
    groups: list[tuple[int, Line]] = []
    base: Character | None = None
    for index, character in enumerate(line):
        side = _side(character, base or _next_larger(line, index))
        if side and groups and not _is_beside(character, groups[-1][1][-1]):
            larger = _next_larger(line, index)
            side = _side(character, larger) if larger and _is_beside(larger, character) else 0
        if not side and (
            (index and base is not None and _may_be_mark(character, base, line[index - 1]))
            or _may_be_mark_before(line, index)
        ):
            character = character._replace(text=LOST)
        elif not side:
            base = character
        if groups and groups[-1][0] == side:
            groups[-1][1].append(character)
        else:
            groups.append((side, [character]))
    return "".join(_SETTERS[side](words(group)) + _space_after(groups, at) for at, (side, group) in enumerate(groups))


def _as_it_is(text: str) -> str:
    return text


_SETTERS: dict[int, Callable[[str], str]] = {0: _as_it_is, 1: raised, -1: lowered}


def _space_after(groups: Sequence[tuple[int, Line]], at: int) -> str:
    """A space if the next group of a line is a word of its own."""
    if at + 1 == len(groups):
        return ""
    return "" if _is_beside(groups[at + 1][1][0], groups[at][1][-1]) else " "


def _side(character: Character, base: Character | None) -> int:
    """1 if a character is a raised mark beside ``base``, -1 if a lowered one, else 0."""
    if base is None or not _is_small(character.size, base.size):
        return 0
    above = (base.y - character.y) / base.size
    return (above > 0) - (above < 0) if _SHIFTED <= abs(above) <= _FAR else 0


def _may_be_mark(character: Character, base: Character, before: Character) -> bool:
    """Whether a much smaller digit stands right behind a number, on its line: a part of it or a mark, nobody knows."""
    is_much_smaller = character.size <= _MUCH_SMALLER * base.size
    is_digit = character.text.isdecimal() and before.text.isdecimal()
    return is_much_smaller and is_digit and abs(character.x - before.end) <= _CLOSE * base.size


def _may_be_mark_before(line: Sequence[Character], index: int) -> bool:
    """The same of a digit that stands right before a number, perhaps with others of its size."""
    first = line[index]
    for before, character in pairwise(line[index : index + _MOST_MARKS]):
        is_close = abs(character.x - before.end) <= _CLOSE * character.size
        if not (before.text.isdecimal() and character.text.isdecimal() and is_close):
            return False
        if character.size != first.size:
            return first.size <= _MUCH_SMALLER * character.size
    return False


def _next_larger(line: Sequence[Character], index: int) -> Character | None:
    """What a mark stands before."""
    following = line[index + 1 : index + _MOST_MARKS]
    return next((other for other in following if _is_small(line[index].size, other.size)), None)


def _is_small(size: float, beside: float) -> bool:
    return size <= _SMALL * beside


def _is_beside(character: Character, before: Character) -> bool:
    return abs(character.x - before.end) <= GAP * max(character.size, before.size)


def _are_marks_of(marks: Line, line: Line) -> bool:
    """Whether each of ``marks`` stands small and shifted right beside a character of ``line``, or behind another mark."""
    if len(marks) > _MOST_MARKS or not _is_small(max(mark.size for mark in marks), max(one.size for one in line)):
        return False
    done: Line = []
    for mark in sorted(marks, key=lambda one: one.x):
        is_at_one = any(_side(mark, one) and (_is_beside(mark, one) or _is_beside(one, mark)) for one in line)
        if not is_at_one and not (done and _is_beside(mark, done[-1])):
            return False
        done.append(mark)
    return True
