"""Where the tables stand: before or after the body, joined, in sentences, among other things."""

from __future__ import annotations

from writer import grids
from writer.draft import PARTS, Draft, official, opening, part_title, section
from writer.grids import Table
from writer.prose import words
from writer.report import Block, Text

from practice.form import edition


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


def twice(draft: Draft) -> list[Block]:
    """Every table twice with the same figures, as pages for wide and for small screens have it."""
    return official(draft, {part: [table, table] for part, table in draft.tables.items()})


def without_headings(draft: Draft) -> list[Block]:
    """No headings of parts: tables and prose alone."""
    first, *rest = official(draft)
    return [first, *(block for block in rest if isinstance(block, Table) or block.style != "heading")]
