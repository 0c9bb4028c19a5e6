"""Text of a PDF page that nobody reads: drawn in no colour or in that of the paper, with something laid over it, or slanted.

What the objects of a page say makes a text suspect; whether it is unseen its picture tells, drawn with the suspects and without.
A number that was painted over is no number of the report, and a white digit behind one does not belong to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import pypdfium2 as pdfium
from pypdfium2 import raw

from parsing.readers import pdf_calls
from parsing.readers.pdf_calls import Box, Glance, Handle, Placed
from parsing.readers.pdf_place import to_shown

_SMALLEST_COVER = 3.0
"""Points; what is lower or narrower is a rule."""
_PICTURES = (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_FORM)
"""A form may hold a picture."""
_SCALE, _LARGEST = 1.5, 3000
"""Pixels for each point, and the most on one side: a larger page is no page of a report, and its text stays."""


class _Text(NamedTuple):
    item: Handle
    within: Handle
    box: Box | None
    """In points of what it stands in."""


class _Picture(NamedTuple):
    pixels: bytes
    stride: int


def put_out_slanted(objects: Sequence[Placed]) -> None:
    """Takes slanted text off a page, for all that is asked of it later: it is a watermark."""
    glance = Glance()
    slanted = {
        item
        for item, kind, _ in objects
        if kind in (raw.FPDF_PAGEOBJ_TEXT, raw.FPDF_PAGEOBJ_FORM) and glance.is_slanted(item)
    }
    for item, kind, within in objects if slanted else ():
        if kind == raw.FPDF_PAGEOBJ_TEXT and (item in slanted or within in slanted):
            pdf_calls.set_active(item, 0)


def put_out_unseen(page: pdfium.PdfPage, objects: Sequence[Placed]) -> None:
    """Takes the text that nobody sees off a page, for all that is asked of it later.

    What lies invisibly over a picture stays: it says what the picture shows (``parsing.readers.pdf_look``).
    """
    suspects = list(_suspects(objects))
    scale = _SCALE if max(page.get_size()) * _SCALE <= _LARGEST else 0
    if not suspects or not scale:
        return
    before = _drawn(page, scale)
    for text in suspects:
        pdf_calls.set_active(text.item, 0)
    after = _drawn(page, scale)
    if before == after:
        return
    seen = to_shown(page)
    own = pdf_calls.handle_of(page)
    for text in suspects:
        # Where a text inside a form stands is not worked out.
        corners = [seen(*text.box[:2]), seen(*text.box[2:])] if text.box and text.within == own else None
        if corners is None or not _is_same(before, after, [(x * scale, y * scale) for x, y in corners]):
            pdf_calls.set_active(text.item, 1)


def _drawn(page: pdfium.PdfPage, scale: float) -> _Picture:
    bitmap = page.render(scale=scale, grayscale=True)
    try:
        return _Picture(bytes(bitmap.buffer), bitmap.stride)
    finally:
        bitmap.close()


def _is_same(before: _Picture, after: _Picture, corners: list[tuple[float, float]]) -> bool:
    """Whether two pictures agree in a box that two of its corners name."""
    (left, right), (top, bottom) = (sorted(int(side) for side in sides) for sides in zip(*corners, strict=True))
    stride, height = before.stride, len(before.pixels) // max(before.stride, 1)
    start, end = max(left, 0), min(right + 1, stride)
    rows = (slice(row * stride + start, row * stride + end) for row in range(max(top, 0), min(bottom + 1, height)))
    return all(before.pixels[row] == after.pixels[row] for row in rows)


def _suspects(objects: Sequence[Placed]) -> Iterator[_Text]:
    """Text that may be unseen. What is painted last comes first, so what lies over a text is known before it."""
    look = Glance()
    covers: dict[Handle, list[Box]] = {}
    pictures: list[tuple[Handle, Box]] = []
    invisible: list[_Text] = []
    for item, kind, within in objects:
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            if pdf_calls.render_mode(item) == raw.FPDF_TEXTRENDERMODE_INVISIBLE:
                invisible.append(_Text(item, within, look.box(item)))
            elif look.is_light(item) or (within in covers and _is_under(covers[within], look.box(item))):
                yield _Text(item, within, look.box(item))
        elif kind in _PICTURES or (kind == raw.FPDF_PAGEOBJ_PATH and look.is_filled(item)):
            box = look.box(item)
            if box is None or min(box[2] - box[0], box[3] - box[1]) < _SMALLEST_COVER:
                continue
            covers.setdefault(within, []).append(box)
            if kind == raw.FPDF_PAGEOBJ_IMAGE:
                pictures.append((within, box))
    for text in invisible:
        # Where a picture stands that another form holds is not worked out.
        is_elsewhere = any(within != text.within for within, _ in pictures)
        if not is_elsewhere and not _is_under([box for _, box in pictures], text.box):
            yield text


def _is_under(covers: list[Box], box: Box | None) -> bool:
    """Whether the middle of a box lies under a cover."""
    if box is None:
        return False
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return any(left <= x <= right and bottom <= y <= top for left, bottom, right, top in covers)
