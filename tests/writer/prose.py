"""The words around the tables, from ``prose.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml
from writer.figures import Figures

from practice.form import headings

_HAN_DIGITS = str.maketrans("0123456789", "〇一二三四五六七八九")


@cache
def words() -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = yaml.safe_load(Path(__file__).with_name("prose.yaml").read_text(encoding="utf-8"))
    return loaded


class Prose:
    """Sentences of one report; ``of`` gives the paragraphs of a part."""

    def __init__(self, random: Random, code: str, agency: str, year: int, figures: Figures) -> None:
        totals = ("received_new", "carried_in", "processed_total", "carried_out")
        received, carried_in, processed, carried_out = (figures["applications", line, "total"] for line in totals)
        self._values = {
            "agency": agency,
            "year": year,
            "year_han": str(year).translate(_HAN_DIGITS),
            "prior_year": year - 1,
            "next_year": year + 1,
            "day": f"{random.randint(2, 31):02}",
            "basis": headings()["basis"][code],
            "received": received,
            "carried_in": carried_in,
            "processed": processed,
            "carried_out": carried_out,
            **{f"n{index}": random.choice((0, 3, 12, 128, 2026, 3517)) for index in range(10)},
        }

    def fill(self, text: str, **more: object) -> str:
        return text.format(**self._values, **more)

    def of(self, part: str) -> list[str]:
        return [self.fill(text) for text in words()[part]]

    def one(self, part: str, random: Random) -> str:
        return self.fill(random.choice(words()[part]))
