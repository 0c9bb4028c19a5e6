"""From a seed to a report: figures, mistakes, print, layout, spans, bytes."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from writer.figures import EDITIONS, MISTAKES, random_figures
from writer.grids import SPANS, Table
from writer.labels import random_style
from writer.layouts import LAYOUTS, Draft, build_tables
from writer.prose import Prose, words
from writer.registry import FORMATS
from writer.report import Block, Recipe, Specimen, Truth
from writer.values import STYLES, print_figures

_YEARS = {"2021": (2021, 2025), "2019": (2019, 2020)}


def random_recipe(seed: int, **fixed: str) -> Recipe:
    """A recipe drawn by ``seed`` alone, but for what is ``fixed``; half of the dimensions stay ordinary."""
    random = Random(f"recipe {seed}")  # noqa: S311  not for secrets
    names = tuple(FORMATS)
    form = fixed.get("format") or random.choices(names, [FORMATS[name].weight for name in names])[0]
    drawn = {
        "edition": random.choice(EDITIONS),
        "format": form,
        "layout": random.choice(tuple(LAYOUTS)) if random.random() < 0.6 else "official",
        "spans": random.choice(FORMATS[form].spans) if random.random() < 0.5 else FORMATS[form].spans[0],
        "values": random.choice(tuple(STYLES)) if random.random() < 0.5 else "plain",
        "mistake": random.choice(tuple(MISTAKES)) if random.random() < 0.5 else "none",
    }
    return Recipe(seed, **{**drawn, **fixed})


def _truth(random: Random, recipe: Recipe) -> tuple[Truth, Draft]:
    year = random.randint(*_YEARS[recipe.edition]) if random.random() < 0.95 else random.choice((2019, 2022, 2025))
    agency = random.choice(words()["agencies"])
    figures = MISTAKES[recipe.mistake](random, random_figures(random, recipe.edition))
    truth = Truth(recipe.edition, agency, year, print_figures(random, figures, recipe.values))
    labels = random_style(random, year)
    prose = Prose(random, recipe.edition, agency, year, figures)
    draft = Draft(random, truth, figures, labels, recipe.values, prose, build_tables(random, truth, labels))
    return truth, draft


def write(recipe: Recipe) -> Specimen:
    """The report of a recipe; the same recipe always gives the same report."""
    random = Random(f"report {recipe.seed}")  # noqa: S311  not for secrets
    truth, draft = _truth(random, recipe)
    blocks = LAYOUTS[recipe.layout](draft)
    spanned = tuple(_respanned(random, recipe, block) for block in blocks)
    return Specimen(recipe, (truth,), spanned, FORMATS[recipe.format].write(random, spanned))


def _respanned(random: Random, recipe: Recipe, block: Block) -> Block:
    return SPANS[recipe.spans](block, random) if isinstance(block, Table) else block


def again(recipe: Recipe, **changed: str) -> Specimen:
    """The report of a recipe with some fields changed: to find what a failure depends on."""
    return write(replace(recipe, **changed))  # type: ignore[arg-type]
