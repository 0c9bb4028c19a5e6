"""A report with its tables built, and its six parts in order: what every layout starts from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from random import Random

from writer.figures import CellKey, Figures
from writer.grids import Table
from writer.labels import LabelStyle, random_style
from writer.prose import Prose, words
from writer.report import Block, Text, Truth

from practice import tables
from practice.form import edition

PARTS = ("overview", "proactive", "applications", "appeals", "problems", "other")


@dataclass(frozen=True)
class Draft:
    """A report with its three tables built but not yet laid out."""

    random: Random
    truth: Truth
    figures: Figures
    labels: LabelStyle
    values: str
    prose: Prose
    tables: Mapping[str, Table]

    def with_tables(self, **changed: Table) -> Draft:
        return replace(self, tables={**self.tables, **changed})


def draft_of(random: Random, truth: Truth, figures: Figures, values: str) -> Draft:
    """A draft in one random style of labels; ``truth`` already has the print of ``figures``."""
    labels = random_style(random, truth.year)
    prose = Prose(random, truth.edition, truth.agency, truth.year, figures)
    return Draft(random, truth, figures, labels, values, prose, build_tables(random, truth, labels))


def build_tables(random: Random, truth: Truth, labels: LabelStyle) -> dict[str, Table]:
    def render(label: str, code: str) -> str:
        return label if code == "relation" else labels.render(random, label, code)

    def text(key: CellKey) -> str:
        return truth.sheet[key].text

    return {name: build(edition(truth.edition), text, render) for name, build in tables.BUILDERS.items()}


def part_title(draft: Draft, part: str) -> str:
    return edition(draft.truth.edition).parts[part]


def opening(draft: Draft) -> list[Block]:
    """Title and, mostly, a preamble; where the title does not say whose report it is, the preamble does."""
    random, titles = draft.random, words()["titles"]
    if random.random() < 0.15:
        author = Text(draft.prose.fill(words()["preamble"][0]))
        return [Text(draft.prose.one("titles_without_agency", random), "title"), author]
    found: list[Block] = [Text(draft.prose.fill(random.choice(titles)), "title")]
    if random.random() < 0.7:
        found.append(Text(draft.prose.one("preamble", random)))
    return found


def section(draft: Draft, part: str, inner: list[Block] | None = None) -> list[Block]:
    """One part: its heading and either its table, the blocks ``inner`` in place of it, or its prose."""
    found: list[Block] = [Text(part_title(draft, part), "heading")]
    if inner is not None:
        return found + inner
    if part not in draft.tables:
        return found + [Text(text) for text in draft.prose.of(part)]
    if draft.random.random() < 0.3:
        found.append(Text(draft.prose.one("before_table", draft.random)))
    found.append(draft.tables[part])
    if draft.random.random() < 0.2:
        found.append(Text(draft.prose.one("after_table", draft.random)))
    return found


def official(draft: Draft, replaced: Mapping[str, list[Block]] | None = None) -> list[Block]:
    """The six parts of the form in their order; ``replaced`` has other blocks for some parts."""
    blocks = opening(draft)
    for part in PARTS:
        blocks += section(draft, part, (replaced or {}).get(part))
    return blocks
