"""The calls of pdfium that are made for each sign or object of a page.

Handles are plain numbers, and the lock of the interpreter is kept, as each call is over before it could be handed on. Together
that halves what a call costs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from ctypes import (
    PYFUNCTYPE,
    byref,
    c_char_p,
    c_double,
    c_float,
    c_int,
    c_uint,
    c_ulong,
    c_void_p,
    cast,
    create_string_buffer,
)
from typing import Any

import pypdfium2 as pdfium
from pypdfium2 import raw

Handle = int
Placed = tuple[Handle, int, Handle]
"""An object of a page, its kind, and the form or page that it stands in."""
Box = tuple[float, float, float, float]
"""Left, bottom, right, top."""
_FORM = raw.FPDF_PAGEOBJ_FORM
_SLANT = 0.1
_WHITE = 250
"""Of 255: so light a colour may be that of the paper."""


def _quick(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    return PYFUNCTYPE(result, *arguments)(cast(function, c_void_p).value or 0)


_count_objects = _quick(raw.FPDFPage_CountObjects, c_int, c_void_p)
_object = _quick(raw.FPDFPage_GetObject, c_void_p, c_void_p, c_int)
_count_in_form = _quick(raw.FPDFFormObj_CountObjects, c_int, c_void_p)
_object_in_form = _quick(raw.FPDFFormObj_GetObject, c_void_p, c_void_p, c_ulong)
_kind = _quick(raw.FPDFPageObj_GetType, c_int, c_void_p)
count_marks = _quick(raw.FPDFPageObj_CountMarks, c_int, c_void_p)
mark = _quick(raw.FPDFPageObj_GetMark, c_void_p, c_void_p, c_ulong)
type_of_parameter = _quick(raw.FPDFPageObjMark_GetParamValueType, c_int, c_void_p, c_char_p)
remove_mark = _quick(raw.FPDFPageObj_RemoveMark, c_int, c_void_p, c_void_p)
_parameter = _quick(raw.FPDFPageObjMark_GetParamStringValue, c_int, c_void_p, c_char_p, c_void_p, c_ulong, c_void_p)
_text = _quick(raw.FPDFTextObj_GetText, c_ulong, c_void_p, c_void_p, c_void_p, c_ulong)
render_mode = _quick(raw.FPDFTextObj_GetTextRenderMode, c_int, c_void_p)
fill_color = _quick(raw.FPDFPageObj_GetFillColor, c_int, c_void_p, c_void_p, c_void_p, c_void_p, c_void_p)
matrix_of = _quick(raw.FPDFPageObj_GetMatrix, c_int, c_void_p, c_void_p)
draw_mode = _quick(raw.FPDFPath_GetDrawMode, c_int, c_void_p, c_void_p, c_void_p)
set_active = _quick(raw.FPDFPageObj_SetIsActive, c_int, c_void_p, c_int)
bounds = _quick(raw.FPDFPageObj_GetBounds, c_int, c_void_p, c_void_p, c_void_p, c_void_p, c_void_p)
is_unmapped = _quick(raw.FPDFText_HasUnicodeMapError, c_int, c_void_p, c_int)
unicode_of = _quick(raw.FPDFText_GetUnicode, c_int, c_void_p, c_int)
character_at = _quick(raw.FPDFText_GetCharIndexFromTextIndex, c_int, c_void_p, c_int)
character_near = _quick(raw.FPDFText_GetCharIndexAtPos, c_int, c_void_p, c_double, c_double, c_double, c_double)
count_boxes = _quick(raw.FPDFText_CountRects, c_int, c_void_p, c_int, c_int)
rectangle = _quick(raw.FPDFText_GetRect, c_int, c_void_p, c_int, c_void_p, c_void_p, c_void_p, c_void_p)
loose_box = _quick(raw.FPDFText_GetLooseCharBox, c_int, c_void_p, c_int, c_void_p)


def handle_of(opened: pdfium.PdfPage | pdfium.PdfTextPage) -> Handle:
    return cast(opened.raw, c_void_p).value or 0


def objects(page: pdfium.PdfPage, depth: int) -> Iterator[tuple[Handle, int]]:
    """Every object of a page with its kind, those of forms too, down to so many forms inside one another."""
    return ((item, kind) for item, kind, _ in objects_within(page, depth))


def objects_within(page: pdfium.PdfPage, depth: int) -> Iterator[Placed]:
    """The same with the form or page that each stands in, what is painted last first."""
    own = handle_of(page)
    found = [(_object(own, index), own, 1) for index in range(_count_objects(own))]
    while found:
        item, within, level = found.pop()
        kind = _kind(item)
        yield item, kind, within
        if kind == _FORM and level < depth:
            found += [(_object_in_form(item, index), item, level + 1) for index in range(_count_in_form(item))]


class Glance:
    """A look at the objects of a page, each into the same few numbers: there are thousands of them."""

    def __init__(self) -> None:
        self._sides = [c_float() for _ in range(4)]
        self._to_sides = [byref(side) for side in self._sides]
        self._colors = [c_uint() for _ in range(4)]
        self._to_colors = [byref(color) for color in self._colors]
        self._fill, self._stroke = c_int(), c_int()
        self._to_modes = byref(self._fill), byref(self._stroke)
        self._matrix = raw.FS_MATRIX()
        self._to_matrix = byref(self._matrix)

    def is_light(self, item: Handle) -> bool:
        if not fill_color(item, *self._to_colors):
            return False
        red, green, blue, alpha = self._colors
        return alpha.value == 0 or (red.value >= _WHITE and green.value >= _WHITE and blue.value >= _WHITE)

    def is_slanted(self, item: Handle) -> bool:
        """Whether an object rises or falls; one that is turned by a quarter or set in italics does not."""
        if not matrix_of(item, self._to_matrix):
            return False
        across, up = abs(self._matrix.a), abs(self._matrix.b)
        return bool(up > _SLANT * across and across > _SLANT * up)

    def is_filled(self, item: Handle) -> bool:
        return bool(draw_mode(item, *self._to_modes)) and self._fill.value != raw.FPDF_FILLMODE_NONE

    def box(self, item: Handle) -> Box | None:
        if not bounds(item, *self._to_sides):
            return None
        left, bottom, right, top = self._sides
        return left.value, bottom.value, right.value, top.value


def parameter(of_mark: Handle, name: bytes) -> str:
    """A text that a mark carries, empty if it has none of that name."""
    size = c_ulong()
    _parameter(of_mark, name, None, 0, byref(size))
    buffer = create_string_buffer(size.value)
    _parameter(of_mark, name, buffer, size.value, byref(size))
    return _from_utf16(buffer.raw)


def text_of(item: Handle, textpage: pdfium.PdfTextPage) -> str:
    """What a text object shows."""
    page = handle_of(textpage)
    buffer = create_string_buffer(_text(item, page, None, 0) * 2)
    _text(item, page, buffer, len(buffer) // 2)
    return _from_utf16(buffer.raw)


def _from_utf16(text: bytes) -> str:
    return text.decode("utf-16-le", "replace").rstrip("\x00")
