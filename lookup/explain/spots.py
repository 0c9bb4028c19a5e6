"""Where the numbers of a document stand, as its bytes read again now show it: boxes on pages, and the tables around them.

``find_spots`` is work for a limited child (`parsing.pool.workers.in_child`): what it reads is hostile. What it returns is small.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import pypdfium2 as pdfium
from PIL import Image

from lookup.explain.page_image import has_pages
from parsing import media
from parsing.blocks import Cell, Content, Table
from parsing.document import parse_with_content
from parsing.model import Paragraph, Place
from parsing.readers.pdf_text import Box, Sign, line_signs
from parsing.readers.pdf_turned import upright_page
from parsing.text import squeeze
from parsing.zip_report import page_images

ROWS_AROUND = 6
"""Rows of a table, or lines of a text, that are shown above and below those with numbers."""
MOST_CELLS = 3_000
"""Of one document; a whole form has some 300 with its labels."""
LONGEST_TEXT = 1_000
_CLIPPED = "…"
_TEXT_READER = "pdf_text"

Size = tuple[float, float]
_Row = tuple[int | None, int | None, int | None]
"""Page, table or line, and row."""


@dataclass(frozen=True, slots=True)
class Spot:
    """One number and its place; ``raw`` is its text."""

    raw: str | None
    where: Place | None
    box: Box | None = None
    """In PDF points or pixels from the page's upper left."""
    is_row: bool = False
    """The box is that of the whole line: the number's own place in it cannot be told."""


@dataclass(frozen=True, slots=True)
class Spots:
    media_type: str
    cells: Mapping[str, Spot]
    """By ``section/line/column``."""
    claims: tuple[tuple[str, str, Spot], ...]
    """(metric, kind, spot) in reading order."""
    pages: Mapping[int, Size] = field(default_factory=dict)
    """Width and height of the pages that have pictures, in the unit of the boxes."""
    tables: tuple[Table, ...] = ()
    """The rows near numbers, as text; only of documents without pictures."""
    lines: tuple[Paragraph, ...] = ()


def find_spots(data: bytes, path: str) -> Spots:
    """The places of all figures and claims of the report in ``data``; empty if there is none."""
    document, content = parse_with_content(data, path)
    kind, reader = document.source.media_type, document.source.reader or ""
    cells = {"/".join(figure.key): Spot(figure.raw, figure.where) for figure in document.report.figures}
    claims = [(claim.metric, claim.kind, Spot(claim.raw, claim.where)) for claim in document.report.claims]
    found = Spots(kind, cells, tuple(claims))
    if has_pages(kind, reader):
        return _on_pages(found, data, reader)
    return _in_text(found, content) if content else found


def _on_pages(found: Spots, data: bytes, reader: str) -> Spots:
    spots = [*found.cells.values(), *(spot for _, _, spot in found.claims)]
    narrow = _Narrower(data, spots) if reader == _TEXT_READER else _boxed
    cells = narrow(list(found.cells.values()))
    return replace(
        found,
        cells=dict(zip(found.cells, cells, strict=True)),
        claims=tuple((metric, kind, narrow([spot])[0]) for metric, kind, spot in found.claims),
        pages=dict(_sizes(data, found.media_type, {spot.where.page or 1 for spot in spots if spot.where})),
    )


def _boxed(spots: Sequence[Spot]) -> list[Spot]:
    """Spots with the boxes that their reader gave them: of cells, and of whole lines outside tables."""
    return [
        replace(spot, box=spot.where.box, is_row=spot.where.table is None) if spot.where and spot.where.box else spot
        for spot in spots
    ]


class _Narrower:
    """Narrows spots on lines of a PDF's text to the signs of the number."""

    def __init__(self, data: bytes, spots: Iterable[Spot]) -> None:
        self._signs = line_signs(data, {line for spot in spots if (line := _line(spot))})

    def __call__(self, spots: Sequence[Spot]) -> list[Spot]:
        """``spots`` in reading order; those of one line are found together, or its row is all that can be said."""
        boxes: dict[int, Box] = {}
        by_line: dict[tuple[int, int], list[int]] = {}
        for number, spot in enumerate(spots):
            line = _line(spot)
            if line in self._signs:
                by_line.setdefault(line, []).append(number)
        for line, numbers in by_line.items():
            found = find_texts(self._signs[line], [spots[number].raw or "" for number in numbers])
            boxes.update(zip(numbers, found, strict=False))
        return [self._with_box(spot, boxes.get(number)) for number, spot in enumerate(spots)]

    def _with_box(self, spot: Spot, box: Box | None) -> Spot:
        if box is not None:
            return replace(spot, box=box)
        signs = self._signs.get(_line(spot) or (0, 0))
        whole = around([box for sign, box in signs if sign.strip()]) if signs else None
        return replace(spot, box=whole, is_row=whole is not None)


def _line(spot: Spot) -> tuple[int, int] | None:
    where = spot.where
    return (where.page, where.line) if where and where.page and where.line else None


def find_texts(signs: Sequence[Sign], texts: Sequence[str]) -> list[Box]:
    """Boxes of the texts, which stand one after the other on a line; none unless there is just one way to find them."""
    words = _words(signs)
    wanted = [squeeze(text) for text in texts]
    starts = [
        start
        for start in range(len(words) - len(wanted) + 1)
        if [word for word, _ in words[start : start + len(wanted)]] == wanted
    ]
    if len(starts) == 1:
        return [box for _, box in words[starts[0] : starts[0] + len(wanted)]]
    return _find_within(signs, wanted[0]) if len(wanted) == 1 else []


def _find_within(signs: Sequence[Sign], text: str) -> list[Box]:
    """The box of a text that stands within a line once, as a number in a sentence does."""
    printed = [(squeeze(sign), box) for sign, box in signs if sign.strip()]
    line = "".join(sign for sign, _ in printed)
    if not text or line.count(text) != 1 or any(len(sign) != 1 for sign, _ in printed):
        return []
    start = line.index(text)
    return [around([box for _, box in printed[start : start + len(text)]])]


def _words(signs: Sequence[Sign]) -> list[tuple[str, Box]]:
    words: list[list[Sign]] = [[]]
    for sign in signs:
        if sign[0].strip():
            words[-1].append(sign)
        elif words[-1]:
            words.append([])
    return [(squeeze("".join(sign for sign, _ in word)), around([box for _, box in word])) for word in words if word]


def around(boxes: Sequence[Box]) -> Box:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _sizes(data: bytes, kind: str, pages: Iterable[int]) -> Iterator[tuple[int, Size]]:
    if kind == media.PDF:
        document = pdfium.PdfDocument(data)
        yield from ((page, upright_page(document, page).get_size()) for page in sorted(pages))
        document.close()
        return
    pictures = page_images(data) if kind == media.ZIP else (data,)
    yield from ((page, Image.open(io.BytesIO(pictures[page - 1])).size) for page in sorted(pages))


def _in_text(found: Spots, content: Content) -> Spots:
    places = [spot.where for spot in (*found.cells.values(), *(spot for _, _, spot in found.claims)) if spot.where]
    tables: set[_Row] = {(place.page, place.table, place.row) for place in places if place.table}
    lines: set[_Row] = {(place.page, place.line, place.row) for place in places if not place.table}
    left = MOST_CELLS
    shown: list[Table] = []
    for table in content.tables():
        near = _near(table, tables)
        left -= sum(map(len, near.rows))
        if left >= 0 and near.rows:
            shown.append(near)
    return replace(found, tables=tuple(shown), lines=tuple(_lines_near(list(content.paragraphs()), lines))[:left])


def _near(table: Table, wanted: set[_Row]) -> Table:
    """The rows of a table that are near one with a number, each text cut to what can be shown."""
    holding = [
        number
        for number, row in enumerate(table.rows)
        if any((cell.place.page, cell.place.table, cell.place.row) in wanted for cell in row)
    ]
    kept = _around(holding, len(table.rows))
    return Table(tuple(tuple(map(_clipped, table.rows[number])) for number in kept))


def _lines_near(paragraphs: Sequence[Paragraph], wanted: set[_Row]) -> Iterator[Paragraph]:
    holding = [
        number
        for number, paragraph in enumerate(paragraphs)
        if (paragraph.place.page, paragraph.place.line, paragraph.place.row) in wanted
    ]
    yield from (replace(paragraphs[n], text=_cut(paragraphs[n].text)) for n in _around(holding, len(paragraphs)))


def _around(holding: Iterable[int], length: int) -> list[int]:
    near = {other for number in holding for other in range(number - ROWS_AROUND, number + ROWS_AROUND + 1)}
    return sorted(number for number in near if 0 <= number < length)


def _clipped(cell: Cell) -> Cell:
    return cell._replace(text=_cut(cell.text))


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_TEXT else text[:LONGEST_TEXT] + _CLIPPED
