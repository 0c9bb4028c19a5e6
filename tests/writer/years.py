"""Another year or another report on the same page."""

from __future__ import annotations

from dataclasses import replace

from writer import grids
from writer.draft import Draft, build_tables, draft_of, official
from writer.figures import random_figures
from writer.grids import Table
from writer.prose import words
from writer.report import Block, Text, Truth
from writer.values import print_figures


def _prior(draft: Draft) -> dict[str, Table]:
    figures = random_figures(draft.random, draft.truth.edition)
    sheet = print_figures(draft.random, figures, draft.values)
    labels = replace(draft.labels, year_inside=draft.labels.year_inside and draft.truth.year - 1)
    return build_tables(draft.random, replace(draft.truth, sheet=sheet), labels)


def prior_year_after(draft: Draft) -> list[Block]:
    """Last year's table after each table, for comparison."""
    prior, which = _prior(draft), draft.random.choice((("applications",), tuple(draft.tables)))
    caption = draft.prose.one("comparison", draft.random)
    return official(draft, {part: [draft.tables[part], Text(caption), prior[part]] for part in which})


def prior_year_before(draft: Draft) -> list[Block]:
    """Last year's table before this year's, both with their year."""
    prior, part = _prior(draft), draft.random.choice(tuple(draft.tables))
    captions = [Text(draft.prose.one("comparison", draft.random)), Text(draft.prose.fill("{year}年数据"))]
    return official(draft, {part: [captions[0], prior[part], captions[1], draft.tables[part]]})


def prior_year_annex(draft: Draft) -> list[Block]:
    """All tables of last year as an annex."""
    prior, caption = _prior(draft), draft.prose.one("comparison", draft.random)
    return [*official(draft), Text(caption, "heading"), *prior.values()]


def two_reports(draft: Draft) -> tuple[list[Block], tuple[Truth, ...]]:
    """Two whole reports on one page: of two years, or of two bureaus."""
    random, truth = draft.random, draft.truth
    figures = random_figures(random, truth.edition)
    others = [name for name in words()["agencies"] if name != truth.agency]
    other = replace(truth, sheet=print_figures(random, figures, draft.values))
    if random.random() < 0.5:
        other = replace(other, year=truth.year - 1)
    else:
        other = replace(other, agency=random.choice(others))
    second = draft_of(random, other, figures, draft.values)
    return [*official(draft), *official(second)], (truth, other)


def years_side_by_side(draft: Draft) -> list[Block]:
    """Table three with two blocks of seven columns, one for each year, in either order, under a row of years."""
    this, prior = draft.tables["applications"], _prior(draft)["applications"]
    is_prior_first = draft.random.random() < 0.5
    rows: list[grids.Row] = []
    for index, (row, other) in enumerate(zip(this.rows, prior.rows, strict=True)):
        labels = row[:1] if index == 0 else tuple(c for c in row if not c.key) if index >= this.header_rows else ()
        values = row[len(labels) :]
        others = tuple(replace(cell, key=None) for cell in other[len(labels) :])
        rows.append((*labels, *(others + values if is_prior_first else values + others)))
    years = [grids.Cell(draft.prose.fill(text), columns=7) for text in ("{year}年", "{prior_year}年")]
    head = (grids.Cell("", columns=3), *(reversed(years) if is_prior_first else years))
    return official(draft.with_tables(applications=Table((head, *rows), 17, 4)))


def other_titles(draft: Draft) -> list[Block]:
    """Links to the reports of other years and other bureaus around this one, as on any portal."""
    truth, random = draft.truth, draft.random
    title = words()["titles"][0]
    links = [Text(title.format(agency=truth.agency, year=truth.year + step, year_han="")) for step in (1, -1, -2)]
    links += [Text(title.format(agency=name, year=truth.year)) for name in words()["agencies"] if name != truth.agency]
    random.shuffle(links)
    link = Text(draft.prose.fill(words()["site"]["next"]))
    return [*(links if random.random() < 0.5 else []), *official(draft), link, *links]
