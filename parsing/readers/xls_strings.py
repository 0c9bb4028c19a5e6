"""The shared texts of a legacy workbook: those with something raised, lowered, struck out or white in them.

Source: MS-XLS 2.4.265 (SST), 2.5.293 (XLUnicodeRichExtendedString).
"""

from __future__ import annotations

import itertools
import struct
from collections.abc import Callable, Iterator, Sequence

from parsing.limits import MAX_CELLS
from parsing.readers.runs import ON_THE_LINE, Runs

_WIDE, _EXTENDED, _RICH = 0x01, 0x04, 0x08


def marked(records: Sequence[bytes], position_of: Callable[[int], int]) -> Iterator[tuple[int, Runs]]:
    """Texts by their number; ``position_of`` says of a font where it puts a run (``parsing.readers.runs``)."""
    strings = Strings(records)
    _, count = struct.unpack("<2I", strings.take(8))
    for number in range(min(count, MAX_CELLS)):
        if strings.is_at_end:
            return
        length, flags = struct.unpack("<HB", strings.take(3))
        runs = struct.unpack("<H", strings.take(2))[0] if flags & _RICH else 0
        extended = struct.unpack("<I", strings.take(4))[0] if flags & _EXTENDED else 0
        text = strings.signs(length, is_wide=bool(flags & _WIDE))
        fonts = struct.unpack(f"<{2 * runs}H", strings.take(4 * runs))
        strings.take(extended)
        positions = [(at, position_of(font)) for at, font in zip(fonts[::2], fonts[1::2], strict=True)]
        if any(position for _, position in positions):
            yield number, _cut(text, positions)


def _cut(text: str, positions: Sequence[tuple[int, int]]) -> Runs:
    """The runs of a text: each begins at a character; what is before the first stands on the line."""
    runs = Runs()
    limits = [*positions, (len(text), ON_THE_LINE)]
    runs.add(text[: limits[0][0]])
    for (start, position), (end, _) in itertools.pairwise(limits):
        runs.add(text[start:end], position)
    return runs


class Strings:
    """The bytes of the shared texts; a text that goes on in the next record says its width anew there."""

    def __init__(self, records: Sequence[bytes]) -> None:
        self._records = records
        self._record, self._at = 0, 0

    @property
    def is_at_end(self) -> bool:
        return self._record >= len(self._records)

    def take(self, length: int) -> bytes:
        found = b""
        while len(found) < length and not self.is_at_end:
            piece = self._records[self._record][self._at : self._at + length - len(found)]
            found += piece
            self._move(len(piece))
        return found

    def signs(self, count: int, *, is_wide: bool) -> str:
        text = ""
        while len(text) < count and not self.is_at_end:
            room = (len(self._records[self._record]) - self._at) // (1 + is_wide)
            taken = min(count - len(text), room)
            packed = self._records[self._record][self._at : self._at + taken * (1 + is_wide)]
            text += "".join(map(chr, struct.unpack(f"<{taken}{'H' if is_wide else 'B'}", packed)))
            is_new = taken == room
            self._move(taken * (1 + is_wide))
            if is_new and len(text) < count and not self.is_at_end:
                is_wide = bool(self.take(1)[:1] == b"\x01")
        return text

    def _move(self, length: int) -> None:
        self._at += length
        if self._at >= len(self._records[self._record]):
            self._record, self._at = self._record + 1, 0
