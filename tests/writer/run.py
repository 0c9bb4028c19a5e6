"""Writes reports, has them read, and shows where the reader fails: ``python tests/writer -n 500 --seed 1``."""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import fields
from pathlib import Path

from writer.compose import random_recipe, write
from writer.report import Recipe
from writer.score import Score, score

from parsing.document import parse

_DIMENSIONS = ("format", "layout", "spans", "values", "mistake", "signs")


def run(recipes: Iterable[Recipe], *, save: Path | None = None) -> list[Score]:
    """Each recipe written, read and scored; ``save`` keeps the files of those that are not all right."""
    scores = []
    for recipe in recipes:
        specimen = write(recipe)
        found = score(specimen, parse(specimen.data, str(recipe.seed)))
        scores.append(found)
        if save and (found.wrong or found.is_silent):
            save.mkdir(parents=True, exist_ok=True)
            (save / f"{recipe.seed}-{recipe.format}").write_bytes(specimen.data)
    return scores


def table(scores: Sequence[Score], rows: str = "format") -> str:
    """Cells right / wrong and flagged / wrong and silent, and reports trusted, for each ``rows`` × edition.

    ``misread`` of the silent cells have a number that the report does not print there; the others lack one, or have
    the wrong state. In ``reports silent`` count too those with a wrong heading or verdict alone.
    """
    cells: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for found in scores:
        key = (getattr(found.recipe, rows), found.recipe.edition)
        cells[key] += found.counts()
        cells[key] += Counter(reports=1, trusted=found.is_trusted, silent_reports=found.is_silent)
    lines = [
        f"{rows:24} {'form':6}{'reports':>8}{'trusted':>8}{'right':>10}{'flagged':>9}{'silent':>8}{'misread':>9}{'reports silent':>16}"
    ]
    for (name, code), count in [*sorted(cells.items()), (("all", ""), sum(cells.values(), Counter()))]:
        lines.append(
            f"{name:24} {code:6}{count['reports']:8}{count['trusted']:8}{count['right']:10}{count['flagged']:9}"
            f"{count['silent']:8}{count['misread']:9}{count['silent_reports']:16}"
        )
    return "\n".join(lines)


def flags(scores: Sequence[Score]) -> str:
    """How often each choice of each dimension ends untrusted, most often first."""
    lines = []
    for dimension in _DIMENSIONS:
        whole, bad = Counter[str](), Counter[str]()
        for found in scores:
            whole[getattr(found.recipe, dimension)] += 1
            bad[getattr(found.recipe, dimension)] += not found.is_trusted
        shares = sorted(((bad[name] / count, name, count) for name, count in whole.items()), reverse=True)
        lines.append(f"{dimension}: " + ", ".join(f"{name} {share:.0%} of {count}" for share, name, count in shares))
    return "\n".join(lines)


def describe(found: Score, wrong: int = 3) -> str:
    lines = [f"{found.recipe}: {found.verdict} by {found.reader}, {len(found.wrong)} cells wrong: {found.reason}"]
    lines += [f"    {text}" for text in (*found.heading, *filter(None, [found.judgement]))]
    shown = sorted(found.wrong, key=lambda one: not one.is_value)[:wrong]
    return "\n".join([*lines, *(f"    {one}" for one in shown)])


def _recipes(arguments: argparse.Namespace) -> Iterable[Recipe]:
    wanted = {name: getattr(arguments, name) for name in (*_DIMENSIONS, "edition") if getattr(arguments, name)}
    seeds = range(arguments.seed, arguments.seed + arguments.number)
    return (random_recipe(seed, **wanted) for seed in seeds)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-n", "--number", type=int, default=300)
    parser.add_argument("--seed", type=int, default=0, help="the first seed; report k is made by seed + k")
    parser.add_argument("--worst", type=int, default=15, help="how many failing reports to show of each kind")
    parser.add_argument("--rows", default="format", choices=[field.name for field in fields(Recipe)])
    parser.add_argument("--save", type=Path, help="keep the files of the reports that are not all right")
    for name in (*_DIMENSIONS, "edition"):
        parser.add_argument(f"--{name}", help=f"only this {name}")
    arguments = parser.parse_args()
    began = time.perf_counter()
    scores = run(_recipes(arguments), save=arguments.save)
    print(table(scores, arguments.rows), flags(scores), sep="\n\n")
    silent = [found for found in scores if found.is_silent]
    flagged = sorted((f for f in scores if not f.is_trusted), key=lambda f: -len(f.wrong))
    for name, group in (("silent", silent), ("flagged", flagged)):
        print(f"\n{len(group)} {name}:")
        print("\n".join(describe(found) for found in group[: arguments.worst]))
    print(f"\n{len(scores)} reports in {time.perf_counter() - began:.0f} s")
    return bool(silent)


if __name__ == "__main__":
    sys.exit(main())
