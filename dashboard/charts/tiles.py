"""China's provinces as equal tiles: a small province counts as much as a large one, and no border is drawn."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from markupsafe import Markup

from dashboard.charts.svg import element, group, text

_SIZE, _PITCH, _LEFT, _TOP = 40.0, 43.5, 6.0, 6.0
HEIGHT = int(_TOP + 7 * _PITCH + 34)
STEPS = 5
"""Shades from pale to full; the number stands in the tile, too."""


@dataclass(frozen=True, slots=True)
class Tile:
    """``share`` between 0 and 1 gives the shade, ``None`` leaves the tile empty; ``shown`` is written into it."""

    name: str
    share: float | None
    shown: str
    title: str
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Of a province on the grid, and its name as short as a tile needs it (in English the letters of ISO 3166-2)."""

    column: int
    row: int
    short_zh: str
    short_en: str


@cache
def grid() -> dict[str, Place]:
    """Each province's place by the first two digits of its code (``tile_grid.csv``)."""
    with (Path(__file__).parent / "tile_grid.csv").open(encoding="utf-8", newline="") as lines:
        return {
            row["province"]: Place(int(row["column"]), int(row["row"]), row["short_zh"], row["short_en"])
            for row in csv.DictReader(lines)
        }


def tiles(found: Mapping[str, Tile], least: str, most: str) -> Markup:
    """The body of a drawing; ``least`` and ``most`` are what the palest and the fullest shade stand for."""
    drawn = [_tile(found[province], place.column, place.row) for province, place in grid().items() if province in found]
    return Markup("").join([*drawn, group(_key(least, most))])


def _tile(tile: Tile, column: int, row: int) -> Markup:
    x, y = _LEFT + _PITCH * column, _TOP + _PITCH * row
    shade = "none" if tile.share is None else str(min(int(tile.share * STEPS), STEPS - 1) + 1)
    size = "long" if len(tile.name) > 3 else ""
    drawn = [
        element("title", tile.title),
        element("rect", x=x, y=y, width=_SIZE, height=_SIZE, rx=4, class_=f"tile shade-{shade}"),
        text(x + _SIZE / 2, y + 17, tile.name, f"tile-name {size} on-{shade}".replace("  ", " ")),
        text(x + _SIZE / 2, y + 32, tile.shown, f"tile-value on-{shade}"),
    ]
    return element("a", *drawn, href=tile.href) if tile.href else group(drawn)


def _key(least: str, most: str) -> Iterator[Markup]:
    y = _TOP + 7 * _PITCH + 10
    yield text(_LEFT, y + 11, least, "label", "start")
    start = _LEFT + 46
    for step in range(STEPS):
        yield element("rect", x=start + 24 * step, y=y, width=22, height=14, rx=2, class_=f"tile shade-{step + 1}")
    yield text(start + 24 * STEPS + 4, y + 11, most, "label", "start")
