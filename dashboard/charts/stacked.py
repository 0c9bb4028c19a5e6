"""Parts of a whole for each year, as stacked bars from zero."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from dashboard.charts.scale import Scale, from_zero, labelled
from dashboard.charts.svg import WIDTH, element, group, text
from dashboard.charts.trend import hatch
from dashboard.format import number

_FLOOR, _TOP, _LEFT, _RIGHT = 150.0, 24.0, 6.0, 354.0
_LEGEND_LINE = 17
_LEGEND_COLUMNS = 2
_LEAST_LABELLED = 13
"""Height of a segment that its number fits into."""


@dataclass(frozen=True, slots=True)
class Part:
    """``style`` is a class of the charts' style sheet."""

    name: str
    style: str


@dataclass(frozen=True, slots=True)
class Bar:
    """``values``: one for each part, None if unknown; ``None`` for a year that has none at all, which stays empty."""

    year: int
    values: Sequence[float | None] | None
    is_doubtful: bool = False


def height(parts: Sequence[Part]) -> int:
    return int(_FLOOR) + 28 + _LEGEND_LINE * -(-len(parts) // _LEGEND_COLUMNS)


def stacked(parts: Sequence[Part], bars: Sequence[Bar], missing: str) -> Markup:
    """The body of a drawing; ``missing`` names a year without values."""
    totals = [sum(value or 0 for value in bar.values or ()) for bar in bars]
    scale = from_zero(totals, _FLOOR, _TOP)
    slot = (_RIGHT - _LEFT) / max(len(bars), 1)
    width = min(slot * 0.72, 48.0)
    drawn: list[Markup] = [element("line", x1=4, x2=WIDTH - 4, y1=_FLOOR, y2=_FLOOR, class_="axis")]
    shown = labelled(len(bars), _RIGHT - _LEFT)
    for index, (bar, total) in enumerate(zip(bars, totals, strict=True)):
        middle = _LEFT + slot * (index + 0.5)
        drawn.append(group(_bar(parts, bar, total, middle, width, scale, missing)))
        if index in shown:
            drawn.append(text(middle, _FLOOR + 16, str(bar.year), "year"))
    drawn.append(group(_legend(parts)))
    return Markup("").join(drawn)


def _bar(
    parts: Sequence[Part], bar: Bar, total: float, middle: float, width: float, scale: Scale, missing: str
) -> Iterator[Markup]:
    if bar.values is None:
        title = element("title", f"{bar.year}: {missing}")
        yield element("text", title, "×", x=middle, y=_FLOOR - 4, class_="gap", text_anchor="middle")
        return
    below = 0.0
    for part, value in zip(parts, bar.values, strict=True):
        if not value:
            continue
        top, bottom = scale(below + value), scale(below)
        title = element("title", f"{bar.year} {part.name}: {number(value)}")
        yield element(
            "rect", title, x=middle - width / 2, y=top, width=width, height=bottom - top, class_=f"part {part.style}"
        )
        if bottom - top >= _LEAST_LABELLED and width >= 20 and value != total:
            yield text(middle, (top + bottom) / 2 + 4, number(value), f"inside {part.style}")
        below += value
    if bar.is_doubtful:
        yield hatch(
            middle - width / 2,
            scale(max(total, scale.limit * 0.12)),
            width,
            _FLOOR - scale(max(total, scale.limit * 0.12)),
        )
    yield text(middle, scale(total) - 5, number(total) + ("?" if bar.is_doubtful else ""), "value")


def _legend(parts: Sequence[Part]) -> Iterator[Markup]:
    column = WIDTH / _LEGEND_COLUMNS
    for index, part in enumerate(parts):
        x, y = 8 + column * (index % _LEGEND_COLUMNS), _FLOOR + 34 + _LEGEND_LINE * (index // _LEGEND_COLUMNS)
        yield element("rect", x=x, y=y - 9, width=10, height=10, class_=f"part {part.style}")
        yield text(x + 15, y, part.name, "label", "start")
