"""A number in its archived document, as a page shows it: the page's picture with an outline, or the rows around it as text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from dashboard.charts.svg import element
from dashboard.evidence import BusyError, desk
from dashboard.releases import Row
from dashboard.visit import Visit
from lookup.explain.page_image import has_pages
from lookup.explain.spots import Size, Spot, Spots
from lookup.explain.trace import PLACE, is_at
from parsing.blocks import Cell, Table
from parsing.model import Paragraph
from parsing.pool.errors import ChildError
from parsing.readers.pdf_text import Box
from store.errors import ArchiveError

_CROPS = (("crop wide", 1.0, 0.42), ("crop narrow", 0.5, 0.34))
"""Style, and how much of the page is shown around a number, as shares of its width. The narrow one can be read on a telephone."""
_MARGIN = 0.004
_HEAD_ROWS, _ROWS_AROUND, _LINES_AROUND = 2, 5, 2


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell of an archived table; one without text fills a gap that a cell from above covers."""

    text: str
    span: int
    is_it: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    word: str
    """The sentence that goes with it: ``seen_cell``, ``seen_gone``."""
    pictures: tuple[Markup, ...] = ()
    """The page around the number, the style sheet shows the one that fits the screen."""
    page_address: str | None = None
    rows: tuple[tuple[Shown, ...], ...] = ()
    lines: tuple[tuple[str, bool], ...] = ()
    """Lines of text, and whether the number stands in it."""


def see(visit: Visit, document: Row, number: Row) -> Seen:
    """The place of ``number``, a row of `fct_figure` or `fct_claim`, in its ``document``, a row of `fct_report`."""
    if number["raw_text"] is None:
        return Seen("seen_missing")
    page = _page_address(visit, document, number)
    try:
        spots = desk(visit.home).spots(document["sha256"])
    except ArchiveError:
        return Seen("seen_gone")
    except BusyError:
        return Seen("seen_later", page_address=page)
    except ChildError:
        return Seen("seen_unreadable", page_address=page)
    spot = _spot(spots, number)
    if spot is None or spot.where is None:
        return Seen("seen_elsewhere", page_address=page)
    return _on_page(visit, spots, spot, page) if page else _in_text(spots, spot)


def _page_address(visit: Visit, document: Row, number: Row) -> str | None:
    if not has_pages(document["media_type"], document["reader"]):
        return None
    return visit.href(f"/evidence/{document['sha256']}/{number['page'] or 1}.png")


def _spot(spots: Spots, number: Row) -> Spot | None:
    """The place found again; ``None`` unless the same text stands in the very place that the release names."""
    place = {name: number[column] for column, name in PLACE.items() if number.get(column) is not None}
    if "claim_number" in number:
        key = (number["metric_code"], number["claim_kind"])
        candidates = [spot for metric, kind, spot in spots.claims if (metric, kind) == key]
    else:
        found = spots.cells.get(f"{number['section_code']}/{number['line_code']}/{number['column_code']}")
        candidates = [found] if found else []
    return next((spot for spot in candidates if spot.raw == number["raw_text"] and is_at(spot.where, place)), None)


def _on_page(visit: Visit, spots: Spots, spot: Spot, address: str) -> Seen:
    size = spots.pages.get(spot.where.page or 1) if spot.where else None
    if spot.box is None or size is None:
        return Seen("seen_page", page_address=address)
    word = "seen_row" if spot.is_row else "seen_cell"
    title = visit.say(f"{word}_alt", text=spot.raw)
    return Seen(word, tuple(outlined(address, size, spot.box, title, *crop) for crop in _CROPS), address)


def outlined(address: str, size: Size, box: Box, title: str, style: str, across: float, down: float) -> Markup:
    """The part of a page around a box, the box outlined; ``size`` and ``box`` in one unit."""
    width, height = size
    left, top, right, bottom = box
    margin = _MARGIN * width
    crop_width = min(width, max(across * width, right - left + 8 * margin))
    crop_height = min(height, max(down * width, bottom - top + 8 * margin))
    x = min(max((left + right - crop_width) / 2, 0.0), width - crop_width)
    y = min(max((top + bottom - crop_height) / 2, 0.0), height - crop_height)
    return element(
        "svg",
        element("title", title),
        element("image", href=address, width=width, height=height, preserveAspectRatio="none"),
        element(
            "rect",
            x=left - margin,
            y=top - margin,
            width=right - left + 2 * margin,
            height=bottom - top + 2 * margin,
            class_="outline",
        ),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"{x:.1f} {y:.1f} {crop_width:.1f} {crop_height:.1f}",
        role="img",
        aria_label=title,
        class_=style,
    )


def _in_text(spots: Spots, spot: Spot) -> Seen:
    for table in spots.tables:
        for number, row in enumerate(table.rows):
            if any(cell.place == spot.where for cell in row):
                return Seen("seen_table", rows=tuple(_rows(table, number, spot)))
    for number, line in enumerate(spots.lines):
        if line.place == spot.where:
            return Seen("seen_lines", lines=tuple(_lines(spots.lines, number)))
    return Seen("seen_elsewhere")


def _rows(table: Table, number: int, spot: Spot) -> list[tuple[Shown, ...]]:
    width = 1 + max(cell.column for row in table.rows for cell in row)
    near = range(max(number - _ROWS_AROUND, 0), min(number + _ROWS_AROUND + 1, len(table.rows)))
    shown = sorted({*range(min(_HEAD_ROWS, len(table.rows))), *near})
    return [tuple(_row(table.rows[at], table.rows[at - 1] if at else (), width, spot)) for at in shown]


def _row(row: Sequence[Cell], above: Sequence[Cell], width: int, spot: Spot) -> list[Shown]:
    """The cells of a row, each as wide as up to the next one, with gaps where no cell begins.

    The last one ends where a cell of the row above begins: that one may reach down beside it.
    """
    if not row:
        return [Shown("", width)]
    cells = sorted(row, key=lambda cell: cell.column)
    last = min((cell.column for cell in above if cell.column > cells[-1].column), default=width)
    ends = [*(cell.column for cell in cells[1:]), last]
    placed = [
        Shown(cell.text, max(end - cell.column, 1), cell.place == spot.where)
        for cell, end in zip(cells, ends, strict=True)
    ]
    gaps = [Shown("", cells[0].column)], [Shown("", width - last)]
    return [shown for shown in (*gaps[0], *placed, *gaps[1]) if shown.span]


def _lines(lines: Sequence[Paragraph], number: int) -> list[tuple[str, bool]]:
    near = range(max(number - _LINES_AROUND, 0), min(number + _LINES_AROUND + 1, len(lines)))
    return [(lines[at].text, at == number) for at in near]
