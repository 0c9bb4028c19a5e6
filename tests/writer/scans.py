"""Scores scans by quality: ``PYTHONPATH=.:tests python -m writer.scans -n 15 --seed 9000``.

Each report is drawn with a random look, worn in one of the ``QUALITIES`` and read. A page counts as right when at least
99.5 % of the cells that it carries come back as printed; on which page a cell stands, the text PDF itself says.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from writer.compose import random_recipe, write
from writer.formats.pdf import Look, draw
from writer.formats.scan import pages_of, saved
from writer.formats.wear import Wear
from writer.report import Specimen
from writer.score import Score, score

from parsing.document import parse
from parsing.model import CellKey

_RIGHT = 0.995
_STYLES = ("plain", "plain", "plain", "zeros_dash", "some_zeros_dash", "zeros_blank", "some_zeros_blank")
_LAYOUTS = ("official",) * 4 + ("split_pages", "appeals_by_line", "prior_year_after")
_MISTAKES = ("none",) * 4 + ("one_cell_changed",)
_SIDES = (0, 0, 0, 0, 1, 2, 3)
"""Quarter turns: most sheets lie upright."""


def _clean(random: Random) -> Wear:
    return Wear(quarters=random.choice(_SIDES))


def _office(random: Random) -> Wear:
    return Wear(
        dots_an_inch=random.choice((150, 150, 200)),
        turn_degrees=1.0,
        noise=random.uniform(4, 12),
        blur=random.uniform(0, 0.6),
        quality=random.randint(55, 85),
        quarters=random.choice(_SIDES),
    )


def _fax(random: Random) -> Wear:
    return Wear(dots_an_inch=100, turn_degrees=0.4, noise=6.0, is_faxed=True, quarters=random.choice(_SIDES))


def _stamped(random: Random) -> Wear:
    return Wear(
        dots_an_inch=200,
        turn_degrees=1.0,
        noise=5.0,
        quality=75,
        stamps=random.randint(1, 2),
        is_sealed_title=random.random() < 0.5,
        quarters=random.choice(_SIDES),
    )


def _photographed(random: Random) -> Wear:
    return Wear(
        dots_an_inch=random.choice((180, 220)),
        turn_degrees=0.8,
        noise=4.0,
        blur=random.uniform(0.3, 0.8),
        quality=80,
        curve=random.uniform(0.001, 0.005),
        tilt=random.uniform(0.0, 0.02),
        shade=random.uniform(0.0, 0.35),
        quarters=random.choice(_SIDES),
    )


QUALITIES: dict[str, Callable[[Random], Wear]] = {
    "clean": _clean,
    "office": _office,
    "fax": _fax,
    "stamped": _stamped,
    "photographed": _photographed,
    "unruled": _office,
}


def random_look(random: Random, quality: str) -> Look:
    """How a bureau's word processor set the page: weight of title and rules, place of the numbers, page numbers."""
    return Look(
        is_ruled=quality != "unruled",
        has_furniture=random.random() < 0.3,
        is_bold=random.random() < 0.6,
        title_size=random.choice((15, 18, 22, 26)),
        is_ranged_left=random.random() < 0.3,
        rule_width=random.choice((0.5, 0.75, 1.0, 1.5)),
        rule_grey=random.choice((0.0, 0.0, 0.3, 0.5)),
        is_double_ruled=random.random() < 0.1,
    )


@dataclass(frozen=True, slots=True)
class Sheet:
    """A report as written and as scanned."""

    quality: str
    look: Look
    wear: Wear
    specimen: Specimen
    data: bytes
    pages: dict[CellKey, int]
    """On which page each cell stands."""


def sheet(seed: int, quality: str) -> Sheet:
    random = Random(f"scan {quality} {seed}")  # noqa: S311  not for secrets
    recipe = random_recipe(
        seed,
        format="pdf",
        spans="right",
        layout=random.choice(_LAYOUTS),
        values=random.choice(_STYLES),
        mistake=random.choice(_MISTAKES),
    )
    specimen, look, wear = write(recipe), random_look(random, quality), QUALITIES[quality](random)
    drawn = draw(specimen.blocks, look)
    data = saved(pages_of(random, drawn, wear), "PDF", wear)
    known = parse(drawn, "text.pdf").report.figures
    pages = {figure.key: figure.where.page or 0 for figure in known if figure.where}
    return Sheet(quality, look, wear, specimen, data, pages)


@dataclass(frozen=True, slots=True)
class Outcome:
    sheet: Sheet
    score: Score
    pages: int
    right_pages: int
    seconds: float
    """Of one core, for each page of the document: a busy machine does not count."""
    wall_seconds: float
    """By the clock, for each page."""


def outcome(sheet: Sheet) -> Outcome:
    began, clock = time.process_time(), time.perf_counter()
    document = parse(sheet.data, "scan.pdf")
    seconds, wall_seconds = time.process_time() - began, time.perf_counter() - clock
    found = score(sheet.specimen, document)
    wrong = Counter(sheet.pages.get(one.key, 0) for one in found.wrong)
    all_cells = Counter(sheet.pages.values())
    # A wrong cell of which the text PDF does not say where it stands may be on any page.
    right = sum(wrong[page] + wrong[0] <= (1 - _RIGHT) * count for page, count in all_cells.items() if page)
    sides = max(sheet.data.count(b"/Type /Page\n"), 1)
    return Outcome(sheet, found, len(all_cells.keys() - {0}), right, seconds / sides, wall_seconds / sides)


def table(outcomes: list[Outcome]) -> str:
    lines = [
        f"{'quality':14}{'scans':>6}{'silent':>8}{'misread':>9}{'pages':>7}{'right':>7}{'trusted':>9}"
        f"{'s/page':>8}{'by clock':>10}"
    ]
    for name in (*dict.fromkeys(one.sheet.quality for one in outcomes), "all"):
        group = [one for one in outcomes if name in (one.sheet.quality, "all")]
        pages, right = sum(one.pages for one in group), sum(one.right_pages for one in group)
        silent = sum(one.score.counts()["silent"] + one.score.is_silent for one in group)
        lines.append(
            f"{name:14}{len(group):6}{silent:8}{sum(one.score.counts()['misread'] for one in group):9}{pages:7}"
            f"{right / max(pages, 1):7.0%}{sum(one.score.is_trusted for one in group) / len(group):9.0%}"
            f"{sum(one.seconds for one in group) / len(group):8.1f}{sum(one.wall_seconds for one in group) / len(group):10.1f}"
        )
    return "\n".join(lines)


def describe(one: Outcome) -> str:
    wear, look, found = one.sheet.wear, one.sheet.look, one.score
    mark = "SILENT " if found.is_silent else ""
    head = f"{mark}{one.sheet.quality} {found.recipe} {wear.quarters=} {look.title_size=} {look.rule_grey=}: {found.verdict}"
    said = (*found.heading, *filter(None, [found.judgement, found.reason]), *map(str, found.wrong[:4]))
    return "\n    ".join(
        [
            f"{head} by {found.reader}, {len(found.wrong)} wrong, {one.right_pages} of {one.pages} pages right, {one.seconds:.1f} s a page ({one.wall_seconds:.1f} by the clock)",
            *said,
        ]
    )


def _outcomes(arguments: argparse.Namespace) -> Iterator[Outcome]:
    for seed in range(arguments.seed, arguments.seed + arguments.number):
        for quality in arguments.quality or QUALITIES:
            one = outcome(sheet(seed, quality))
            if arguments.save and (one.score.wrong or not one.score.is_trusted):
                arguments.save.mkdir(parents=True, exist_ok=True)
                (arguments.save / f"{quality}-{seed}.pdf").write_bytes(one.sheet.data)
            print(describe(one), flush=True)
            yield one


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-n", "--number", type=int, default=12, help="scans of each quality")
    parser.add_argument("--seed", type=int, default=0, help="the first seed; seeds from 9000 on are never tuned on")
    parser.add_argument("--quality", action="append", choices=list(QUALITIES))
    parser.add_argument("--save", type=Path, help="keep the scans that are not all right")
    outcomes = list(_outcomes(parser.parse_args()))
    print(table(outcomes))
    return any(one.score.is_silent for one in outcomes)


if __name__ == "__main__":
    sys.exit(main())
