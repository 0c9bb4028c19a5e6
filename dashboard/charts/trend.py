"""One number over the years, as a line that breaks where a year has no number."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

from dashboard.charts.scale import Scale, from_zero, labelled
from dashboard.charts.svg import WIDTH, element, group, text

HEIGHT = 168
_FLOOR, _TOP, _LEFT, _RIGHT = 140.0, 24.0, 22.0, 338.0
_MOST_VALUES = 10
"""Points that are all labelled; of more, only the first, the last and the extremes."""
_SIGN_WIDTH, _LABEL_HEIGHT = 7.2, 11.0
"""Of a label's signs, in the widest usual font."""

Mark = Literal["", "doubtful", "stated"]


@dataclass(frozen=True, slots=True)
class Point:
    """``doubtful``: the report does not add up there. ``stated``: only the prose of a report says it."""

    year: int
    value: float | None
    mark: Mark = ""


def trend(points: Sequence[Point], shown: Callable[[float], str], missing: str, most: float | None = None) -> Markup:
    """The body of a drawing; ``shown`` writes a value, ``missing`` names a year without one.

    ``most`` is the top of the scale, for several drawings to have the same one; without it, the largest value.
    """
    if not points:
        return text(WIDTH / 2, HEIGHT / 2, missing)
    scale = from_zero([most or 0.0, *(point.value for point in points if point.value is not None)], _FLOOR, _TOP)
    step = (_RIGHT - _LEFT) / max(len(points) - 1, 1)
    places = [_LEFT + step * index if len(points) > 1 else WIDTH / 2 for index in range(len(points))]
    return Markup("").join(
        [
            element("line", x1=4, x2=WIDTH - 4, y1=_FLOOR, y2=_FLOOR, class_="axis"),
            group(_hatched(points, places, step)),
            group(_lines(points, places, scale)),
            group(_dots(points, places, scale)),
            group(_values(points, places, scale, shown)),
            group(_years(points, places, missing)),
        ]
    )


def _hatched(points: Sequence[Point], places: Sequence[float], step: float) -> Iterator[Markup]:
    half = min(step / 2, 16)
    for point, x in zip(points, places, strict=True):
        if point.mark == "doubtful":
            yield hatch(x - half, _TOP - 10, 2 * half, _FLOOR - _TOP + 10)


def hatch(x: float, y: float, width: float, height: float) -> Markup:
    """Slanted lines over a box. Drawn one by one: a pattern needs an id, and ids of several charts on a page collide."""
    step = 6.0
    lines = []
    offset = -height
    while offset < width:
        # The line from (offset, bottom) to (offset + height, top), cut to the box.
        left, right = max(offset, 0.0), min(offset + height, width)
        lines.append(
            f"M{x + left:.1f} {y + height - (left - offset):.1f}L{x + right:.1f} {y + height - (right - offset):.1f}"
        )
        offset += step
    return element("path", d="".join(lines), class_="hatch")


def _lines(points: Sequence[Point], places: Sequence[float], scale: Scale) -> Iterator[Markup]:
    run: list[str] = []
    for point, x in zip(points, places, strict=True):
        if point.value is None or point.mark == "doubtful":
            yield from _path(run)
            run = []
        else:
            run.append(f"{x:.1f} {scale(point.value):.1f}")
    yield from _path(run)


def _path(run: Sequence[str]) -> Iterator[Markup]:
    if len(run) > 1:
        yield element("path", d="M" + "L".join(run), class_="line")


def _dots(points: Sequence[Point], places: Sequence[float], scale: Scale) -> Iterator[Markup]:
    for point, x in zip(points, places, strict=True):
        if point.value is not None:
            yield element("circle", cx=x, cy=scale(point.value), r=3.5, class_=f"dot {point.mark}".strip())


def _values(
    points: Sequence[Point], places: Sequence[float], scale: Scale, shown: Callable[[float], str]
) -> Iterator[Markup]:
    held = [(index, point.value) for index, point in enumerate(points) if point.value is not None]
    if len(held) > _MOST_VALUES:
        extremes = {max(held, key=lambda item: item[1])[0], min(held, key=lambda item: item[1])[0]}
        held = [item for item in held if item[0] in extremes | {held[0][0], held[-1][0]}]
    taken: list[tuple[float, float, float]] = []
    drawn: dict[int, Markup] = {}
    for index, value in sorted(held, key=lambda item: _rank(points, held, item)):
        anchor = "start" if index == 0 and places[0] < 30 else "end" if places[index] > WIDTH - 30 else "middle"
        x, y = places[index] + {"start": -12, "end": 12, "middle": 0}[anchor], scale(value) - 9
        label = shown(value) + ("?" if points[index].mark == "doubtful" else "")
        half = _SIGN_WIDTH * len(label) / 2
        box = (x + {"start": half, "end": -half, "middle": 0.0}[anchor], y, half)
        if not any(_collide(box, other) for other in taken):
            taken.append(box)
            drawn[index] = text(x, y, label, "value", anchor)
    yield from (drawn[index] for index in sorted(drawn))


def _rank(points: Sequence[Point], held: Sequence[tuple[int, float]], item: tuple[int, float]) -> int:
    """Which labels come first if there is no room for all: doubts, the newest, the highest and lowest, the first."""
    index, value = item
    values = [other for _, other in held]
    if points[index].mark == "doubtful":
        return 0
    if index == held[-1][0]:
        return 1
    if value in (max(values), min(values)):
        return 2
    return 3 if index == held[0][0] else 4


def _collide(box: tuple[float, float, float], other: tuple[float, float, float]) -> bool:
    """Two labels that would be read as one number; each is its middle, its line and half its width."""
    return abs(box[0] - other[0]) < box[2] + other[2] + 2 and abs(box[1] - other[1]) < _LABEL_HEIGHT


def _years(points: Sequence[Point], places: Sequence[float], missing: str) -> Iterator[Markup]:
    shown = labelled(len(points), _RIGHT - _LEFT)
    for index, (point, x) in enumerate(zip(points, places, strict=True)):
        if index in shown:
            yield text(x, _FLOOR + 16, str(point.year), "year")
        if point.value is None:
            yield element(
                "text",
                element("title", f"{point.year}: {missing}"),
                "×",
                x=x,
                y=_FLOOR - 4,
                class_="gap",
                text_anchor="middle",
            )
