"""From values to places on a drawing."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scale:
    """Heights from zero up: ``floor`` is where zero lies, ``top`` where ``limit`` does."""

    limit: float
    floor: float
    top: float

    def __call__(self, value: float) -> float:
        return self.floor - (self.floor - self.top) * value / self.limit


def from_zero(values: list[float], floor: float, top: float) -> Scale:
    """A scale from zero to the largest value: points and bars carry their numbers, so there is no axis to round for."""
    return Scale(max([*values, 0.0]) or 1.0, floor, top)


def labelled(count: int, room: float, width: float = 34) -> set[int]:
    """Which of ``count`` labels have room, counted back from the last, the newest year."""
    every = max(1, math.ceil(count * width / room))
    return {index for index in range(count) if (count - 1 - index) % every == 0}
