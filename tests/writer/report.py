"""A generated report before it becomes bytes: its blocks, and everything that a reader must find in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from writer.figures import CellKey
from writer.values import Printed

from practice.report import Block
from practice.report import Paragraph as Text

__all__ = ["Block", "Recipe", "Specimen", "Text", "Truth"]


@dataclass(frozen=True, slots=True)
class Truth:
    """What a report says. ``sheet`` has every cell of the edition; ``agency`` is as printed.

    ``edition`` may be ``mixed``: then table three decides which sums there are.
    """

    edition: str
    agency: str
    year: int
    sheet: Mapping[CellKey, Printed]

    def values(self) -> dict[CellKey, Decimal | None]:
        return {key: printed.value for key, printed in self.sheet.items()}

    @property
    def summed_edition(self) -> str:
        return "2019" if ("applications", "other_handling", "total") in self.sheet else "2021"


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a report was made; two numbers make it again: ``seed`` and the recipe's own fields."""

    seed: int
    edition: str
    format: str
    layout: str
    spans: str
    values: str
    mistake: str
    signs: str = "plain"

    def random(self) -> Random:
        """The dice of this report, always falling alike."""
        return Random(f"report {self.seed}")  # noqa: S311  not for secrets

    def __str__(self) -> str:
        return f"{self.seed}:{self.edition}/{self.format}/{self.layout}/{self.spans}/{self.values}/{self.mistake}/{self.signs}"


@dataclass(frozen=True, slots=True)
class Specimen:
    recipe: Recipe
    truths: tuple[Truth, ...]
    """One, or two where the page holds two reports: the reader must give one of them, whole."""
    blocks: tuple[Block, ...]
    data: bytes
