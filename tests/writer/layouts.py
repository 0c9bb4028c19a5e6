"""Layouts of a whole report: where the tables stand, how they are cut, joined, turned or repeated.

``LAYOUTS`` is the registry: a name and a function from a ``Draft`` to the blocks of the page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from random import Random

from writer import grids, tables
from writer.figures import Figures, random_figures
from writer.grids import Table
from writer.labels import LabelStyle
from writer.prose import Prose, words
from writer.report import Block, Text, Truth
from writer.values import print_figures

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


def build_tables(random: Random, truth: Truth, labels: LabelStyle) -> dict[str, Table]:
    def render(label: str, code: str) -> str:
        return labels.render(random, label, code)

    return {name: build(truth.edition, truth.sheet, render) for name, build in tables.BUILDERS.items()}


def part_title(draft: Draft, part: str) -> str:
    return edition(draft.truth.edition).parts[part]


def opening(draft: Draft) -> list[Block]:
    title = draft.random.choice(words()["titles"])
    found: list[Block] = [Text(draft.prose.fill(title), "title")]
    if draft.random.random() < 0.7:
        found.append(Text(draft.prose.one("preamble", draft.random)))
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


def tables_first(draft: Draft) -> list[Block]:
    """Hanweb: all table text stands before the body."""
    parts = [*opening(draft), *(Text(part_title(draft, part), "heading") for part in PARTS)]
    return [
        *draft.tables.values(),
        *parts,
        *(Text(t) for part in ("overview", "problems", "other") for t in draft.prose.of(part)),
    ]


def tables_last(draft: Draft) -> list[Block]:
    """The body first, all tables as an annex."""
    body = [block for part in PARTS for block in section(draft, part, None if part not in draft.tables else [])]
    return [*opening(draft), *body, *draft.tables.values()]


def one_table(draft: Draft) -> list[Block]:
    """The three tables are one."""
    captions = tuple(part_title(draft, part) for part in draft.tables)
    whole = grids.merged(tuple(draft.tables.values()), captions)
    return official(draft, {"proactive": [whole], "applications": [], "appeals": []})


def everything_in_one_table(draft: Draft) -> list[Block]:
    """Two and three are one table without a caption between them."""
    whole = grids.merged(
        (draft.tables["proactive"], draft.tables["applications"]), (part_title(draft, "proactive"), "")
    )
    return official(draft, {"proactive": [whole], "applications": []})


def split_pages(draft: Draft) -> list[Block]:
    """Table three over two or three pages."""
    random = draft.random
    repeat, continued = random.random() < 0.5, random.choice(("rest", "same", "empty"))
    rest, pieces = draft.tables["applications"], []
    for _ in range(random.choice((1, 1, 2))):
        low, high = rest.header_rows + 1, len(rest.rows) - 2
        if low >= high:
            break
        above, rest = grids.split(rest, random.randint(low, high), repeat_header=repeat, continued=continued)
        pieces.append(above)
    return official(draft, {"applications": [*pieces, rest]})


def split_proactive(draft: Draft) -> list[Block]:
    """Table two over two pages, anywhere."""
    table = draft.tables["proactive"]
    pieces = grids.split(table, draft.random.randint(1, len(table.rows) - 1), repeat_header=False, continued="same")
    return official(draft, {"proactive": list(pieces)})


def label_cut(draft: Draft) -> list[Block]:
    """番禺: the break goes through a row, its label in halves on two pages."""
    random, table = draft.random, draft.tables["applications"]
    at = random.randint(table.header_rows, len(table.rows) - 2)
    table = grids.cut_label(table, at, values_above=random.random() < 0.7)
    pieces = grids.split(table, at + 1, repeat_header=random.random() < 0.3, continued="rest")
    return official(draft, {"applications": list(pieces)})


def label_cut_in_place(draft: Draft) -> list[Block]:
    """The same where a converter has joined the pages again: one table, one row more."""
    table = draft.tables["applications"]
    at = draft.random.randint(table.header_rows, len(table.rows) - 2)
    return official(
        draft.with_tables(applications=grids.cut_label(table, at, values_above=draft.random.random() < 0.7))
    )


def vertical_headers(draft: Draft) -> list[Block]:
    """Column headers and group labels one sign a line."""

    def stand(cell: grids.Cell) -> grids.Cell:
        return replace(cell, text="\n".join(cell.text)) if cell.key is None and len(cell.text) <= 12 else cell

    table = draft.tables["applications"]
    rows = tuple(tuple(stand(c) for c in row) if i < 3 or len(row) > 8 else row for i, row in enumerate(table.rows))
    return official(draft.with_tables(applications=replace(table, rows=rows)))


def transposed(draft: Draft) -> list[Block]:
    """Table three with its lines as columns."""
    return official(draft.with_tables(applications=grids.transposed(draft.tables["applications"])))


def appeals_by_line(draft: Draft) -> list[Block]:
    """Table four as three rows of five under one header."""
    form, rows = edition(draft.truth.edition), []
    names = [draft.labels.render(draft.random, label, code) for code, label in form.columns["appeals"]]
    rows.append((grids.Cell(""), *map(grids.Cell, names)))
    values = draft.tables["appeals"].rows[-1]
    for index, line in enumerate(form.section("appeals")):
        rows.append((grids.Cell(line.label), *values[index * 5 : index * 5 + 5]))
    return official(draft.with_tables(appeals=Table(tuple(rows), 6, 1)))


def appeals_upright(draft: Draft) -> list[Block]:
    """Table four with its fifteen columns as lines."""
    return official(draft.with_tables(appeals=grids.transposed(draft.tables["appeals"])))


def proactive_in_prose(draft: Draft) -> list[Block]:
    """襄州 2022: table two in sentences."""
    form, frame = edition(draft.truth.edition), words()["prose_lines"]
    lines: list[Block] = []
    for line in form.section("proactive"):
        cells = "，".join(
            frame["cell"].format(column=label, value=draft.truth.sheet[line.section, line.code, code].text)
            for code, label in form.line_columns(line)
        )
        lines.append(Text(frame["line"].format(line=line.label, cells=cells)))
    return official(draft, {"proactive": lines})


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


def extra_lines(draft: Draft) -> list[Block]:
    """Lines that the form does not have, empty or not."""
    table, random = draft.tables["applications"], draft.random
    text = random.choice([label for labels in words()["extra_lines"].values() for label in labels])
    number = random.choice(("0", "0", "1", "12"))
    # Before 无法提供's first line: a grid row that starts in the third column of the group before it.
    keyed = [
        index
        for index, row in enumerate(table.rows)
        if any(c.key and c.key[1] == "refused_administrative_inquiry" for c in row)
    ]
    at = keyed[0]
    first = table.rows[at]
    extra = (grids.Cell(text), *(grids.Cell(number) for _ in range(7)))
    rows = [list(row) for row in table.rows]
    grown = {
        (top, left): replace(cell, rows=cell.rows + 1)
        for top, left, cell in grids.placed(table)
        if cell.rows > 1 and top <= at < top + cell.rows and left < 2
    }
    starts: dict[int, list[int]] = {}
    for top, left, _ in grids.placed(table):
        starts.setdefault(top, []).append(left)
    for (top, left), cell in grown.items():
        rows[top][starts[top].index(left)] = cell
    assert first is table.rows[at]
    rows.insert(at + 1, list(extra))
    return official(draft.with_tables(applications=replace(table, rows=tuple(map(tuple, rows)))))


def _column(part: str, name: str, place: Callable[[Table], int]) -> Callable[[Draft], list[Block]]:
    def layout(draft: Draft) -> list[Block]:
        table, head = draft.tables[part], words()["columns"]
        first = next(index for index, row in enumerate(table.rows) if any(cell.key for cell in row))
        texts = [head[name] if index == first - 1 else "" for index in range(len(table.rows))]
        number = 0
        for index, row in enumerate(table.rows):
            if not any(cell.key for cell in row):
                continue
            number += 1
            texts[index] = {
                "remark": "",
                "unit": head["unit_text"],
                "prior": str(draft.random.choice((0, 0, 1, 5, 30))),
            }.get(name, str(number))
        return official(draft.with_tables(**{part: grids.with_column(table, place(table), tuple(texts))}))

    layout.__doc__ = f"One more column in the table {part}: {name}."
    return layout


def other_table(draft: Draft) -> list[Block]:
    """Before the form, another table with some of the same labels."""
    frame = words()["other_table"]
    rows = [tuple(map(grids.Cell, frame["header"]))]
    for label in frame["rows"]:
        rows.append((grids.Cell(label), *(grids.Cell(str(draft.random.choice((0, 4, 120)))) for _ in range(3))))
    overview = [Text(text) for text in draft.prose.of("overview")]
    return official(draft, {"overview": [*overview, Text(frame["caption"]), Table(tuple(rows), 4, 1)]})


def with_contents(draft: Draft) -> list[Block]:
    """A table of contents on top, site furniture around."""
    site = words()["site"]
    contents = [Text(f"{part_title(draft, part)} {index}") for index, part in enumerate(PARTS, start=1)]
    head, *rest = official(draft)
    return [
        Text(site["top"]), head, Text(draft.prose.fill(site["published"])), Text(words()["contents"]),
        *contents, *rest, Text(draft.prose.fill(site["bottom"])),
    ]  # fmt: skip


def bare_numbers_prose(draft: Draft) -> list[Block]:
    """Between label and table stand paragraphs that are numbers alone (page numbers)."""
    blocks: list[Block] = []
    for number, block in enumerate(official(draft), start=1):
        blocks.append(block)
        if isinstance(block, Table) or draft.random.random() < 0.1:
            blocks.append(Text(draft.random.choice((str(number), f"- {number} -", f"— {number} —"))))
    return blocks


LAYOUTS: dict[str, Callable[[Draft], list[Block]]] = {
    "official": official,
    "tables_first": tables_first,
    "tables_last": tables_last,
    "one_table": one_table,
    "two_and_three_joined": everything_in_one_table,
    "split_pages": split_pages,
    "split_proactive": split_proactive,
    "label_cut": label_cut,
    "label_cut_in_place": label_cut_in_place,
    "vertical_headers": vertical_headers,
    "transposed": transposed,
    "appeals_by_line": appeals_by_line,
    "appeals_upright": appeals_upright,
    "proactive_in_prose": proactive_in_prose,
    "prior_year_after": prior_year_after,
    "prior_year_before": prior_year_before,
    "extra_lines": extra_lines,
    "remark_column": _column("applications", "remark", lambda table: table.width),
    "serial_column": _column("applications", "serial", lambda table: 0),
    "unit_column": _column("applications", "unit", lambda table: 3),
    "code_column": _column("applications", "code", lambda table: 3),
    "prior_total_column": _column("applications", "prior", lambda table: table.width),
    "proactive_code_column": _column("proactive", "code", lambda table: 1),
    "proactive_prior_column": _column("proactive", "prior", lambda table: table.width),
    "other_table": other_table,
    "with_contents": with_contents,
    "page_numbers": bare_numbers_prose,
}
