"""Fonts, formats, colours and cell styles of a legacy workbook.

Source: MS-XLS 2.4.122 (Font), 2.4.126 (Format), 2.4.188 (Palette), 2.4.353 (XF), 2.5.20 (CellXF), 2.5.161 (Icv), 2.5.129 (FontIndex).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from parsing.readers.runs import ON_THE_LINE, STRUCK, SUBSCRIPT, SUPERSCRIPT, UNSEEN
from parsing.readers.sheet_styles import BLACK, WHITE, Style, is_plain, is_same_colour

_FONT, _FORMAT, _XF, _PALETTE = 0x0031, 0x041E, 0x00E0, 0x0092
_STRUCK_OUT = 0x0008
"""A font's flag."""
_POSITIONS = {1: SUPERSCRIPT, 2: SUBSCRIPT}
_COLOURS = {0: BLACK, 1: WHITE, 8: BLACK, 9: WHITE, 64: BLACK, 65: WHITE, 0x7FFF: BLACK}
_BY_ITSELF = 64
_FIRST_OF_PALETTE = 8
_SOLID = 1


@dataclass(slots=True)
class Styles:
    """What the records before the sheets say."""

    fonts: list[tuple[int, int]] = field(default_factory=list)
    """Where each font puts a run, and its colour."""
    codes: dict[int, str] = field(default_factory=dict)
    formats: list[tuple[int, int, int, int]] = field(default_factory=list)
    """Of each cell style the font, the number format, the pattern and the colour of the ground."""
    palette: dict[int, str] = field(default_factory=dict)

    def take(self, kind: int, data: bytes) -> None:
        """A record; one that says nothing of styles is passed over."""
        if kind == _FONT and len(data) >= 10:
            flags, colour, raised = struct.unpack_from("<2x2H2xH", data)
            self.fonts.append((STRUCK if flags & _STRUCK_OUT else _POSITIONS.get(raised, ON_THE_LINE), colour))
        elif kind == _FORMAT and len(data) >= 5:
            number, length, is_wide = struct.unpack_from("<2HB", data)
            encoding = "utf-16-le" if is_wide & 1 else "latin-1"
            self.codes[number] = data[5 : 5 + length * (1 + (is_wide & 1))].decode(encoding, "replace")
        elif kind == _XF and len(data) >= 4:
            font, number = struct.unpack_from("<2H", data)
            edges, ground = struct.unpack_from("<IH", data, 14) if len(data) >= 20 else (0, 0)
            self.formats.append((font, number, edges >> 26, ground & 0x7F))
        elif kind == _PALETTE and len(data) >= 2:
            colours = (data[at : at + 3] for at in range(2, len(data) - 3, 4))
            self.palette = {at: rgb.hex().upper() for at, rgb in enumerate(colours, start=_FIRST_OF_PALETTE)}

    def position(self, font: int) -> int:
        """Where a font puts a run."""
        position, colour = self._font(font)
        return UNSEEN if is_same_colour(self._colour(colour), WHITE) else position

    def special(self) -> dict[int, Style]:
        """Cell styles by their number, without those that show their cells plainly."""
        made = {at: self._style(*found) for at, found in enumerate(self.formats)}
        return {at: style for at, style in made.items() if not is_plain(style)}

    def _style(self, font: int, number: int, pattern: int, ground: int) -> Style:
        position, colour = self._font(font)
        if not pattern:
            behind: str | None = WHITE
        else:
            # Where a solid fill leaves its colour open, some programs paint it white and some black.
            behind = self._colour(ground) if pattern == _SOLID and ground != _BY_ITSELF else None
        is_unseen = is_same_colour(self._colour(colour), behind)
        return Style(number, self.codes.get(number), position == STRUCK, is_unseen, not pattern)

    def _font(self, font: int) -> tuple[int, int]:
        # Font 4 is left out of the count.
        index = font - (font > 4)
        return self.fonts[index] if 0 <= index < len(self.fonts) else (ON_THE_LINE, _BY_ITSELF)

    def _colour(self, index: int) -> str:
        return self.palette.get(index) or _COLOURS.get(index) or f"indexed {index}"
