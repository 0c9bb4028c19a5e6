"""Legacy Word documents (.doc, and .wps of the same format) to blocks.

A cell ends with U+0007. So does a row, and only the properties of that mark tell it from an empty cell: if they are
lost and the text alone is ambiguous, the document is refused instead of guessed.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Literal

from parsing.blocks import Content, ReadError
from parsing.compounds import Compound
from parsing.limits import MAX_DEPTH
from parsing.readers.cell_stream import Blocks, Mark, Shape
from parsing.readers.runs import ON_THE_LINE, STRUCK, SUBSCRIPT, SUPERSCRIPT, Runs, shifted
from parsing.readers.word_binary import (
    DAMAGED,
    RAISED_BY_LENGTH,
    RAISED_BY_NAME,
    STRUCK_OUT,
    UNPRINTED,
    Binary,
    Properties,
    open_binary,
)
from parsing.text import mend_surrogates

_MARK = "\x07"
_ENDS = {"\r", "\x0c", _MARK}
_FIELD_BEGIN, _FIELD_RESULT, _FIELD_END = "\x13", "\x14", "\x15"
_PRINTED = str.maketrans({"\x0b": "\n", "\x1e": "-", "\xa0": " ", **{chr(c): "" for c in (1, 2, 3, 4, 5, 8, 0x1F)}})
_ROW_END, _INNER_CELL, _INNER_ROW_END, _NESTING = 0x2417, 0x244B, 0x244C, 0x6649
_IN_TABLE, _TABLE = 0x2416, 0xD608
_ON = (b"\x01", b"\x81")
_NAMED_POSITIONS = {b"\x01": SUPERSCRIPT, b"\x02": SUBSCRIPT}
_CELL_BYTES = 20
_TEXT_BOXES = 6
"""Number of the story that holds the text boxes."""


def read_doc(compound: Compound) -> Content:
    """Blocks of a .doc; raises ``ReadError`` if it is locked, damaged or older than Word 97."""
    binary = open_binary(compound)
    boxes_at = sum(binary.stories[:_TEXT_BOXES])
    blocks = Blocks()
    return Content(
        (
            *blocks.read(_marks(binary, 0, binary.stories[0])),
            *blocks.read(_marks(binary, boxes_at, boxes_at + binary.stories[_TEXT_BOXES])),
        )
    )


def read_compound(compound: Compound) -> Content:
    """Never blocks: says why an OLE file that is no document cannot be read."""
    reason = "is locked by a password" if "EncryptedPackage" in compound else "holds neither text nor a sheet"
    raise ReadError(f"the Office document {reason}")


def _marks(binary: Binary, start: int, end: int) -> Iterator[Mark]:
    """Each paragraph mark of one story with the text before it."""
    end = min(end, len(binary.text))
    ends = (at for at in range(start, end) if binary.text[at] in _ENDS)
    yield from _with_properties(binary, start, ends) if binary.paragraphs else _by_text_alone(binary, start, ends)


def _with_properties(binary: Binary, begin: int, ends: Iterator[int]) -> Iterator[Mark]:
    for at in ends:
        properties = binary.paragraphs.at(binary.position(at))
        kind = _kind(binary.text[at], properties)
        depth = _depth(properties) if kind != "paragraph" or _is_on(properties, _IN_TABLE) else 0
        yield Mark(_printed(binary, begin, at), kind, depth, _shape(properties) if kind == "row" else None)
        begin = at + 1


def _by_text_alone(binary: Binary, begin: int, ends: Iterator[int]) -> Iterator[Mark]:
    """A mark ends a cell, the second of two a row: what three in a row mean is unclear."""
    if _MARK * 3 in binary.text:
        raise ReadError(DAMAGED)
    for at in ends:
        is_mark = binary.text[at] == _MARK
        is_row = is_mark and at == begin and binary.text[at - 1 : at] == _MARK
        kind: Literal["row", "cell", "paragraph"] = "row" if is_row else "cell" if is_mark else "paragraph"
        yield Mark(_printed(binary, begin, at), kind, int(is_mark))
        begin = at + 1


def _is_on(properties: Properties, sprm: int) -> bool:
    return properties.get(sprm) == b"\x01"


def _kind(mark: str, properties: Properties) -> Literal["row", "cell", "paragraph"]:
    if _is_on(properties, _ROW_END) or _is_on(properties, _INNER_ROW_END):
        return "row"
    return "cell" if mark == _MARK or _is_on(properties, _INNER_CELL) else "paragraph"


def _depth(properties: Properties) -> int:
    packed = properties.get(_NESTING)
    depth = struct.unpack("<i", packed)[0] if packed is not None and len(packed) == 4 else 1
    return max(depth, 1)


def _shape(properties: Properties) -> Shape | None:
    """The row's ``sprmTDefTable``: count, edges, then twenty bytes a cell with the merge flags first."""
    packed = properties.get(_TABLE)
    if packed is None or len(packed) < 3:
        return None
    total = packed[2]
    if len(packed) < 3 + 2 * (total + 1):
        return None
    edges = struct.unpack_from(f"<{total}h", packed, 3)
    flags_at = 3 + 2 * (total + 1)
    # Cells whose flags are left out at the end are plain ones.
    flags = [
        struct.unpack_from("<H", packed, at)[0] if (at := flags_at + _CELL_BYTES * index) + 2 <= len(packed) else 0
        for index in range(total)
    ]
    return Shape(edges, tuple(flag & 0x3 == 1 or flag >> 5 & 0x3 == 1 for flag in flags))


def _printed(binary: Binary, start: int, end: int) -> str:
    """Text without deleted and hidden runs, field codes and anchors."""
    written: list[str] = []
    positions: list[int] = []
    codes = 0
    stack: list[bool] = []
    for at in range(start, end):
        sign = binary.text[at]
        if sign == _FIELD_BEGIN:
            stack.append(True)
            codes += 1
            if len(stack) > MAX_DEPTH:
                raise ReadError("the fields of the Word document are nested too deeply")
        elif sign in (_FIELD_RESULT, _FIELD_END):
            if stack and stack[-1]:
                codes -= 1
                stack[-1] = False
            if stack and sign == _FIELD_END:
                stack.pop()
        elif not codes and not (binary.has_unprinted and _is_unprinted(binary, at)):
            written.append(sign)
            if binary.has_shifted:
                positions.append(_position(binary, at))
    text = _runs(written, positions).text() if any(positions) else "".join(written)
    return mend_surrogates(text.translate(_PRINTED))


def _runs(signs: Sequence[str], positions: Sequence[int]) -> Runs:
    """Signs of one position put together."""
    runs = Runs()
    for position, found in groupby(zip(positions, signs, strict=True), key=itemgetter(0)):
        runs.add("".join(sign for _, sign in found), position)
    return runs


def _position(binary: Binary, at: int) -> int:
    """Where a character stands: raised or lowered by name (``sprmCIss``) or by half-points (``sprmCHpsPos``), or struck out."""
    properties = binary.characters.at(binary.position(at))
    if any(_is_on(properties, sprm) for sprm in STRUCK_OUT):
        return STRUCK
    named = _NAMED_POSITIONS.get(properties.get(RAISED_BY_NAME, b""), ON_THE_LINE)
    packed = properties.get(RAISED_BY_LENGTH, b"")
    return named or (shifted(struct.unpack("<h", packed)[0]) if len(packed) == 2 else ON_THE_LINE)


def _is_unprinted(binary: Binary, at: int) -> bool:
    properties = binary.characters.at(binary.position(at))
    return any(properties.get(sprm) in _ON for sprm in UNPRINTED)
