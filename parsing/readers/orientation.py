"""Which way up a page lies: the way in which its widest lines of text can be read.

A recogniser reads lines that lie upside down as fewer and other signs, and columns of signs not at all. The order of the
form's labels settles the rest: what is read from the last line to the first finds no place in the form.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from parsing.readers.ink import find_print
from parsing.readers.laid_page import LaidPage, lay
from parsing.readers.page_image import PageImage, Pixels
from parsing.readers.recogniser import cut_out, find_text, recognise
from parsing.readers.ruled_grid import RuledTable
from parsing.readers.seen_cells import look_at
from parsing.text import han

_SAMPLES = 4
_WIDE, _USUAL = 3.0, 6.0
"""A line is so much wider than high: a sign alone tells nothing, and more than the usual width costs time."""
_SIGN_WIDTH = 0.75
"""A Chinese sign of a line is about so wide beside the height of its crop."""
_UPRIGHT = 0.6
_LEAST_GAIN = 0.2
"""Another way up must be that much more legible than the way in which the page came."""


def upright(page: PageImage, before: int | None = None) -> tuple[LaidPage, int]:
    """The page laid upright, and the quarter turns it took; those of the page ``before`` are tried first."""
    tried: dict[int, tuple[LaidPage, float]] = {}
    for quarters in dict.fromkeys((before or 0, 0, 2, 1, 3)):
        laid = lay(page, quarters)
        if not laid.tables and quarters == before:
            # What has no table holds no figures: it lies as the page before does.
            return laid, before
        share = legibility(laid)
        if share is None or share >= _UPRIGHT:
            return laid, quarters
        tried[quarters] = laid, share
    best = max(tried, key=lambda quarters: tried[quarters][1])
    chosen = best if tried[best][1] >= tried[0][1] + _LEAST_GAIN else 0
    return tried[chosen][0], chosen


def legibility(laid: LaidPage) -> float | None:
    """0 to 1: how surely some lines read as Chinese, and as how many signs of those that have room in them.

    ``None`` if there is nothing to read. If half of the lines can be read, the others are not looked at: they only count
    if they can be read better.
    """
    crops = list(_lines(laid))
    if not crops:
        return None
    wide = sorted((crop for crop in crops if crop.shape[1] >= _WIDE * crop.shape[0]), key=_distance)[:_SAMPLES]
    half = max(len(wide) // 2, 1)
    shares = _shares(wide[:half])
    if sum(shares) < _UPRIGHT * half:
        shares += _shares(wide[half:])
    # The better half: lines of digits and seals lie among them.
    best = sorted(shares, reverse=True)[:half]
    return float(sum(best) / len(best)) if best else 0.0


def _shares(crops: Sequence[Pixels]) -> list[float]:
    return [
        text.score * min(len(han(text.text)) * _SIGN_WIDTH * crop.shape[0] / crop.shape[1], 1.0)
        for text, crop in zip(recognise(crops), crops, strict=True)
    ]


def _lines(laid: LaidPage) -> Iterator[Pixels]:
    """Lines from the widest cells of the tables, of a page without tables from anywhere."""
    if not laid.tables:
        yield from (cut_out(laid.text, corners) for corners in find_text(laid.text))
        return
    found = find_print(laid.ink, laid.text, laid.lines)
    for table in laid.tables:
        widest = sorted(table.cells, key=lambda cell: cell.box[0] - cell.box[2])[: 2 * _SAMPLES]
        cells = look_at(laid.text, found, RuledTable(tuple(widest), table.box))
        yield from (line.crop for cell in cells for line in cell.lines)


def _distance(crop: Pixels) -> float:
    """From the width that tells enough and costs little."""
    return abs(float(crop.shape[1] / crop.shape[0]) - _USUAL)
