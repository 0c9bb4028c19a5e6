"""China's regions at three levels, by GB/T 2260 code: ``regions/regions.csv``, which the warehouse reads as it is.

Edition of 2026-09-11: the list that the Ministry of Civil Affairs keeps (national database of place names), as it stood that
day: 34 provinces, 333 prefectures, 2,847 counties. Taiwan's code is the standard's own. A county that no prefecture stands
above (in municipalities, and those that a province administers itself) has its province as parent.

Not in it: codes of regions abolished before that day, areas without a code of the standard (development zones, which
statistics number on their own), levels below the county, and anything below Hong Kong, Macao and Taiwan. Cities without
counties (Dongguan, Zhongshan, Danzhou, Jiayuguan) are prefectures only.

English names are the pinyin of the stem with the translated kind (``Jinshui District``), cities and provinces without it;
Mongol, Tibetan and Uygur names in their usual spelling down to the prefecture and, in Inner Mongolia and Xinjiang, the
county, else in pinyin.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

REGIONS = Path(__file__).with_name("regions") / "regions.csv"


@dataclass(frozen=True, slots=True)
class Region:
    """``parent_code`` is empty for a province; ``edition`` is the day of the list (``YYYY-MM-DD``)."""

    region_code: str
    level: str
    parent_code: str
    name_zh: str
    name_en: str
    edition: str


@cache
def regions() -> Mapping[str, Region]:
    """Every region by its code."""
    with REGIONS.open(encoding="utf-8", newline="") as lines:
        return MappingProxyType({row["region_code"]: Region(**row) for row in csv.DictReader(lines)})
