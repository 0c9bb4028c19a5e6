"""What real reports print and the form does not foresee: tables of two editions, other units, other titles, slips of the pen."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from writer import grids
from writer.additions import row_of
from writer.draft import Draft, build_tables, official, part_title, section
from writer.figures import EDITIONS, random_figures
from writer.grids import Table
from writer.prose import words
from writer.report import Block, Text, Truth
from writer.values import number, print_figures

from practice.form import edition
from practice.report import split

_YUAN = {"元": 10_000, "千元": 10, "亿元": Decimal("0.0001")}


def mixed_editions(draft: Draft) -> tuple[list[Block], tuple[Truth, ...]]:
    """Table two of one edition beside the other tables of the other."""
    other = next(code for code in EDITIONS if code != draft.truth.edition)
    sheet = print_figures(draft.random, random_figures(draft.random, other), draft.values)
    table = build_tables(draft.random, replace(draft.truth, edition=other, sheet=sheet), draft.labels)["proactive"]
    kept = {key: printed for key, printed in draft.truth.sheet.items() if key[0] != "proactive"}
    theirs = {key: printed for key, printed in sheet.items() if key[0] == "proactive"}
    truth = replace(draft.truth, edition="mixed", sheet=theirs | kept)
    return official(draft.with_tables(proactive=table)), (truth,)


def fees_in_other_unit(draft: Draft) -> tuple[list[Block], tuple[Truth, ...]]:
    """The fees in 元, 千元 or 亿元, which header, label, caption or cell says."""
    random, table = draft.random, draft.tables["proactive"]
    key = ("proactive", "administrative_fees", "fees_collected")
    value = draft.truth.sheet[key].value if key in draft.truth.sheet else None
    if value is None:
        return official(draft), (draft.truth,)
    unit = random.choice(tuple(_YUAN))
    amount = (value * _YUAN[unit]).normalize()
    place = random.choice(("header", "header", "label", "caption", "cell"))
    printed = number(value, f"{amount:f}{unit if place == 'cell' else ''}")
    at = row_of(table, "proactive", "administrative_fees")
    bare = edition(draft.truth.edition).columns["administrative_fees"][0][1].split("（")[0]
    header = {"header": random.choice((f"{bare}（单位：{unit}）", f"{bare}({unit})", f"{bare}（{unit}）"))}.get(
        place, bare
    )
    (content, _), (label, cell) = table.rows[at - 1], table.rows[at]
    rows = list(table.rows)
    rows[at - 1] = (content, replace(table.rows[at - 1][1], text=header))
    rows[at] = (
        replace(label, text=label.text + (f"（{unit}）" if place == "label" else "")),
        replace(cell, text=printed.text),
    )
    changed = replace(table, rows=tuple(rows))
    caption = [Text(random.choice((f"单位：{unit}", f"（单位：件、{unit}）")))] if place == "caption" else []
    truth = replace(draft.truth, sheet={**draft.truth.sheet, key: printed})
    return official(draft, {"proactive": [*caption, changed]}), (truth,)


def titled_otherwise(draft: Draft) -> list[Block]:
    """The whole form under the title of a summary, or under none."""
    random, prose = draft.random, draft.prose
    body = official(draft)
    start = next(
        i for i, block in enumerate(body) if isinstance(block, Text) and block.text == part_title(draft, "overview")
    )
    kind = random.choice(("summary", "untitled"))
    opening = [Text(prose.fill(words()["preamble"][0]))]
    if kind == "summary":
        opening.insert(0, Text(prose.fill(random.choice(words()["summary_titles"])), "title"))
    return [*opening, *body[start:]]


def one_typing_error(draft: Draft) -> list[Block]:
    """One label of table two or three with one sign that is another."""
    random = draft.random
    part = random.choice(("proactive", "applications"))
    table = draft.tables[part]
    rows = [list(row) for row in table.rows]
    places = [
        (top, index)
        for top, row in enumerate(rows)
        if any(cell.key for cell in row)
        for index, cell in enumerate(row)
        if cell.key is None and row[index + 1].key and len(cell.text) > 3
    ]
    top, index = random.choice(places)
    text = rows[top][index].text
    at = random.randrange(len(text) // 2, len(text))
    rows[top][index] = replace(rows[top][index], text=text[:at] + random.choice("的己末土") + text[at + 1 :])
    return official(draft.with_tables(**{part: replace(table, rows=tuple(map(tuple, rows)))}))


def values_before_label(draft: Draft) -> list[Block]:
    """The break goes through a row of table three: its values stay on the page before, its label stands on the next."""
    table = draft.tables["applications"]
    at = draft.random.randint(table.header_rows + 1, len(table.rows) - 2)
    cut = grids.cut_label(table, at, values_above=True)
    rows = list(cut.rows)
    own = max(index for index, cell in enumerate(rows[at]) if cell.key is None)
    below = next(index for index, cell in enumerate(rows[at + 1]) if cell.key is None)
    whole = rows[at][own].text + rows[at + 1][below].text
    rows[at] = tuple(replace(cell, text="") if index == own else cell for index, cell in enumerate(rows[at]))
    rows[at + 1] = tuple(replace(c, text=whole) if index == below else c for index, c in enumerate(rows[at + 1]))
    pieces = split(replace(cut, rows=tuple(rows)), at + 1, repeat_header=False, continued="rest")
    return official(draft, {"applications": list(pieces)})


def headed_by_year(draft: Draft) -> list[Block]:
    """No title and no period: only the labels name the year."""
    draft = replace(draft, labels=replace(draft.labels, year_inside=draft.truth.year, year_marks="（{}）"))
    tables: dict[str, Table] = build_tables(draft.random, draft.truth, draft.labels)
    draft = draft.with_tables(**tables)
    body: list[Block] = [Text(draft.prose.fill("本报告由{agency}编制。"))]
    for part in ("overview", "proactive", "applications", "appeals", "problems", "other"):
        body += section(draft, part, [Text("无。")] if part not in draft.tables else [tables[part]])
    return body
