"""From a seed to a report: figures, mistakes, print, layout, spans, bytes."""

from __future__ import annotations

from random import Random

from writer.draft import Draft, draft_of
from writer.figures import EDITIONS, MISTAKES, Figures, random_figures
from writer.grids import SPANS, Table
from writer.layouts import LAYOUTS, lay_out
from writer.prose import words
from writer.registry import FORMATS
from writer.report import Recipe, Specimen, Truth
from writer.signs import in_radicals
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
        "layout": random.choice(LAYOUTS) if random.random() < 0.6 else "official",
        "spans": random.choice(FORMATS[form].spans) if random.random() < 0.5 else FORMATS[form].spans[0],
        "values": random.choice(tuple(STYLES)) if random.random() < 0.5 else "plain",
        "mistake": random.choice(tuple(MISTAKES)) if random.random() < 0.5 else "none",
        "signs": random.choice(FORMATS[form].signs) if random.random() < 0.2 else "plain",
    }
    return Recipe(seed, **{**drawn, **fixed})


def ordinary(seed: int, form: str, **changes: str) -> Recipe:
    """The official tables printed plainly and without a mistake, but for ``changes``."""
    usual = {"edition": "2021", "layout": "official", "spans": "right", "values": "plain", "mistake": "none"}
    return random_recipe(seed, format=form, **{**usual, **changes})


def write(recipe: Recipe) -> Specimen:
    """The report of a recipe; the same recipe always gives the same report."""
    random = recipe.random()
    return _written(random, recipe, MISTAKES[recipe.mistake](random, random_figures(random, recipe.edition)))


def fill(recipe: Recipe, figures: Figures) -> Specimen:
    """The report of a recipe with these figures in place of its own."""
    return _written(recipe.random(), recipe, figures)


def _written(random: Random, recipe: Recipe, figures: Figures) -> Specimen:
    blocks, truths = lay_out(recipe.layout, _draft(random, recipe, figures))
    spanned = tuple(SPANS[recipe.spans](block, random) if isinstance(block, Table) else block for block in blocks)
    if recipe.signs == "radicals":
        spanned = tuple(map(in_radicals, spanned))
    return Specimen(recipe, truths, spanned, FORMATS[recipe.format].write(random, spanned))


def _draft(random: Random, recipe: Recipe, figures: Figures) -> Draft:
    # Some bureaus fill in the form of another year.
    years = _YEARS[recipe.edition] if random.random() < 0.95 else (2019, 2025)
    truth = Truth(
        recipe.edition,
        random.choice(words()["rare_agencies" if recipe.signs == "rare" else "agencies"]),
        random.randint(*years),
        print_figures(random, figures, recipe.values),
    )
    return draft_of(random, truth, figures, recipe.values)
