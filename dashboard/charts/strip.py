"""Where bureaus lie within their peers: all values along one line, the middle half as a band, a row for each chosen bureau."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from dashboard.charts.scale import Scale, from_zero
from dashboard.charts.svg import WIDTH, element, group, text

_LEFT, _RIGHT, _TOP, _FLOOR = 14.0, 346.0, 8.0, 84.0
_CAPTION = 36
"""From the line to below the numbers and the words under it."""
_ROW = 34
_SLOT = 6.0
"""Width in which values count as one place: as wide as a dot."""

Value = tuple[float, int]
"""A value and how many bureaus have it."""


@dataclass(frozen=True, slots=True)
class Spread:
    lower_quartile: float
    median: float
    upper_quartile: float


@dataclass(frozen=True, slots=True)
class Chosen:
    """``value`` is None if the bureau has none; ``says`` is written at the right, its number and its place."""

    name: str
    value: float | None
    says: str
    is_doubtful: bool = False


def height(chosen: Sequence[Chosen]) -> int:
    return int(_FLOOR) + _CAPTION + _ROW * len(chosen) + 4


def strip(
    values: Sequence[Value],
    spread: Spread | None,
    chosen: Sequence[Chosen],
    shown: Callable[[float], str],
    caption: str,
) -> Markup:
    """The body of a drawing; ``caption`` says the quartiles, or why there are none."""
    held = [value for value, _ in values] + [one.value for one in chosen if one.value is not None]
    scale = from_zero(held, _LEFT, _RIGHT)
    return Markup("").join(
        [
            group(_band(spread, scale, height(chosen))),
            group(_peers(values, scale)),
            element("line", x1=_LEFT - 6, x2=_RIGHT + 6, y1=_FLOOR, y2=_FLOOR, class_="axis"),
            text(_LEFT - 6, _FLOOR + 14, "0", "year", "start"),
            text(_RIGHT + 6, _FLOOR + 14, shown(scale.limit), "year", "end") if held else Markup(""),
            text(WIDTH / 2, _FLOOR + 28, caption, "label"),
            group(_rows(chosen, scale)),
        ]
    )


def _band(spread: Spread | None, scale: Scale, bottom: int) -> Iterator[Markup]:
    if spread is None:
        return
    left, right = scale(spread.lower_quartile), scale(spread.upper_quartile)
    for top, floor in ((_TOP, _FLOOR), (_FLOOR + _CAPTION, float(bottom))):
        if floor - top > 4:
            yield element("rect", x=left, y=top, width=max(right - left, 1.0), height=floor - top, class_="band")
            middle = scale(spread.median)
            yield element("line", x1=middle, x2=middle, y1=top, y2=floor, class_="median")


def _peers(values: Sequence[Value], scale: Scale) -> Iterator[Markup]:
    """One dot a bureau, piled up; bars instead if the highest pile has no room for its dots."""
    piles: dict[int, int] = {}
    for value, count in values:
        slot = int((scale(value) - _LEFT) / _SLOT)
        piles[slot] = piles.get(slot, 0) + count
    highest = max(piles.values(), default=0)
    for slot, count in sorted(piles.items()):
        x = _LEFT + _SLOT * (slot + 0.5)
        if highest * _SLOT > _FLOOR - _TOP:
            tall = (_FLOOR - _TOP) * count / highest
            yield element("rect", x=x - _SLOT / 2, y=_FLOOR - tall, width=_SLOT - 1, height=tall, class_="peer")
        else:
            for place in range(count):
                yield element("circle", cx=x, cy=_FLOOR - _SLOT * (place + 0.5) - 1, r=_SLOT / 2 - 0.3, class_="peer")


def _rows(chosen: Sequence[Chosen], scale: Scale) -> Iterator[Markup]:
    for index, one in enumerate(chosen):
        y = _FLOOR + _CAPTION + _ROW * index + 14
        yield text(_LEFT - 6, y, one.name, "label", "start")
        yield text(_RIGHT + 6, y, one.says, "value", "end")
        yield element("line", x1=_LEFT, x2=_RIGHT, y1=y + 10, y2=y + 10, class_="track")
        if one.value is None:
            yield element("text", "×", x=_LEFT, y=y + 14, class_="gap", text_anchor="middle")
        else:
            mark = "dot doubtful" if one.is_doubtful else "dot"
            yield element("circle", cx=scale(one.value), cy=y + 10, r=4.5, class_=mark)
