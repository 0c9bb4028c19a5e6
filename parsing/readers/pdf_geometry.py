"""PDF tables by their ruled lines: characters and lines as pdfium places them, put together by ``printed_page``.

Slower than the text alone by a factor of ten, but it knows the box of each cell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from ctypes import byref, c_double, c_float
from itertools import pairwise
from math import hypot

import pypdfium2 as pdfium
from pypdfium2 import raw

from parsing.blocks import Block, Content, ReadError
from parsing.bounded import bounded
from parsing.limits import MAX_CHARACTERS
from parsing.readers.page_numbers import without_page_numbers
from parsing.readers.pdf_file import Pdf, each_page
from parsing.readers.pdf_place import Point, to_shown
from parsing.readers.pdf_signs import page_signs
from parsing.readers.printed_page import PageBlocks, Rule
from parsing.readers.small_marks import Character

_MILLIMETRE = 72 / 25.4
_DEPTH = 8
"""Forms inside one another whose lines are looked at."""
_SHORTEST_RULE = 1.0
"""Points; what is shorter is the end of a drawn line, or a dot of a dotted one."""
_SLANT = 0.5
"""Points by which the ends of a level line may differ."""
_MAX_SEGMENTS = 40_000
"""Lines of one page that are looked at: a form's page has 2,000; a drawing with more keeps no lines."""

Matrix = tuple[float, float, float, float, float, float]


def read_pdf_geometry(pdf: Pdf) -> Content:
    """Tables as grids and the lines of text around them, page by page; raises ``ReadError`` if a page cannot be read."""
    blocks = without_page_numbers(bounded(_blocks(pdf)))
    return Content(blocks, doubts=tuple(pdf.doubts))


def _blocks(pdf: Pdf) -> Iterator[Block]:
    pages = PageBlocks()
    left = MAX_CHARACTERS
    for number, page, textpage in each_page(pdf):
        left -= textpage.count_chars()
        if left < 0:
            raise ReadError(f"the document has more than {MAX_CHARACTERS} characters")
        place = to_shown(page)
        characters = list(_characters(textpage, place))
        yield from pages.read(characters, _rules(page, place), number, _MILLIMETRE)


def _characters(textpage: pdfium.PdfTextPage, place: Callable[[float, float], Point]) -> Iterator[Character]:
    x, y, matrix = c_double(), c_double(), raw.FS_MATRIX()
    for index, sign in page_signs(textpage):
        if not raw.FPDFText_GetCharOrigin(textpage, index, byref(x), byref(y)):
            continue
        size = raw.FPDFText_GetFontSize(textpage, index)
        if raw.FPDFText_GetMatrix(textpage, index, byref(matrix)):
            size *= hypot(matrix.c, matrix.d)
        if size > 0:
            yield Character(sign, *place(x.value, y.value), size)


def _rules(page: pdfium.PdfPage, place: Callable[[float, float], Point]) -> list[Rule]:
    """Every level or upright line, each once; the sides of a filled box count as lines."""
    found: set[Rule] = set()
    segments = 0
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=_DEPTH):
        segments += raw.FPDFPath_CountSegments(item)
        if segments > _MAX_SEGMENTS:
            return []
        matrix = _matrix(item)
        for line in _lines(item):
            (x0, y0), (x1, y1) = (place(*_moved(matrix, point)) for point in line)
            across, down = abs(x1 - x0), abs(y1 - y0)
            if min(across, down) <= _SLANT and max(across, down) >= _SHORTEST_RULE:
                found.add(Rule(round(x0, 1), round(y0, 1), round(x1, 1), round(y1, 1)))
    return sorted(found)


def _lines(item: pdfium.PdfObject) -> Iterator[tuple[Point, Point]]:
    """The straight lines of a path in its own points."""
    points: list[Point] = []
    for index in range(raw.FPDFPath_CountSegments(item)):
        segment = raw.FPDFPath_GetPathSegment(item, index)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind != raw.FPDF_SEGMENT_LINETO:
            yield from pairwise(points)
            points = []
        x, y = c_float(), c_float()
        raw.FPDFPathSegment_GetPoint(segment, byref(x), byref(y))
        points.append((x.value, y.value))
        if raw.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    yield from pairwise(points)


def _matrix(item: pdfium.PdfObject) -> Matrix:
    """From an object's own points to the page's, through the forms it stands in."""
    a, b, c, d, e, f = item.get_matrix().get()
    form = item.container
    while form is not None:
        outer = form.get_matrix().get()
        (e, f), (a, b), (c, d) = _moved(outer, (e, f)), _turned(outer, (a, b)), _turned(outer, (c, d))
        form = form.container
    return a, b, c, d, e, f


def _turned(matrix: Matrix, point: Point) -> Point:
    a, b, c, d, _, _ = matrix
    return a * point[0] + c * point[1], b * point[0] + d * point[1]


def _moved(matrix: Matrix, point: Point) -> Point:
    x, y = _turned(matrix, point)
    return x + matrix[4], y + matrix[5]
