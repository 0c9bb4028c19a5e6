"""Reports as HTML: clean pages, wrong encodings, Word exports, layout tables, fragments."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from random import Random

from writer.grids import Cell, Table
from writer.raised import has_marks, one_of, pieces
from writer.report import Block, Text

_TAGS = {"title": "h1", "heading": "h2", "note": "p", "body": "p"}
CellText = Callable[[Random, str], str]


_RAISED = (
    "<sup>{}</sup>",
    '<a href="#note"><sup>[{}]</sup></a>',
    '<span style="font-size:8px; vertical-align: super">{}</span>',
    "<span style='position:relative;top:-4.0pt;mso-text-raise:4.0pt'>{}</span>",
)


def _plain(random: Random, text: str) -> str:
    if has_marks(text):
        return "".join(one_of(_RAISED, run).format(run) if mark else _plain(random, run) for run, mark in pieces(text))
    return escape(text).replace("\n", "<br>").replace("\u00a0", "&nbsp;")


def _in_spans(random: Random, text: str) -> str:
    """Runs of an editor: digits and labels in several inline elements."""
    if len(text) < 2 or "\n" in text:
        return f"<p><span lang=EN-US>{_plain(random, text) or '&nbsp;'}</span></p>"
    cut = random.randint(1, len(text) - 1)
    return f"<p><span>{_plain(random, text[:cut])}</span><font face='仿宋'>{_plain(random, text[cut:])}</font></p>"


def _word(random: Random, text: str) -> str:
    inner = _plain(random, text) or "<o:p>&nbsp;</o:p>"
    return f'<p class=MsoNormal align=center\n style="text-align:center">\n<span style="mso-bidi-font-family:宋体">{inner}</span></p>'


def _table(random: Random, table: Table, cell_text: CellText, tail: str = "") -> str:
    def cell(found: Cell) -> str:
        spans = (f' rowspan="{found.rows}"' if found.rows > 1 else "") + (
            f' colspan="{found.columns}"' if found.columns > 1 else ""
        )
        return f"<td{spans}>{cell_text(random, found.text)}</td>"

    rows = "\n".join("<tr>" + "".join(map(cell, row)) + "</tr>" for row in table.rows)
    return f"<table border=1><tbody>{rows}{tail}</tbody></table>"


def content(random: Random, blocks: Sequence[Block], cell_text: CellText = _plain, tail: str = "") -> str:
    return "\n".join(
        _table(random, block, cell_text, tail)
        if isinstance(block, Table)
        else f"<{_TAGS[block.style]}>{_plain(random, block.text)}</{_TAGS[block.style]}>"
        for block in blocks
    )


def title_of(blocks: Sequence[Block]) -> str:
    return next(
        (block.text.replace("\n", "") for block in blocks if isinstance(block, Text) and block.style == "title"), ""
    )


def page(body: str, title: str, charset: str | None = "utf-8") -> str:
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={charset}">' if charset else ""
    return f"<!DOCTYPE html><html><head>{meta}<title>{escape(title)}</title></head><body>{body}</body></html>"


def clean(random: Random, blocks: Sequence[Block]) -> bytes:
    return page(content(random, blocks), title_of(blocks)).encode()


def with_inline_runs(random: Random, blocks: Sequence[Block]) -> bytes:
    return page(content(random, blocks, _in_spans), title_of(blocks)).encode()


def gb18030(random: Random, blocks: Sequence[Block]) -> bytes:
    """GB18030 under a wrong declaration, or under none."""
    return page(
        content(random, blocks), title_of(blocks), random.choice(("utf-8", None, "gb2312", "iso-8859-1"))
    ).encode("gb18030")


def with_bom(random: Random, blocks: Sequence[Block]) -> bytes:
    """UTF-8 or UTF-16 with a byte order mark and a wrong declaration."""
    return page(content(random, blocks), title_of(blocks), "gbk").encode(random.choice(("utf-8-sig", "utf-16")))


def fragment(random: Random, blocks: Sequence[Block]) -> bytes:
    """What a content API returns: no html, no head."""
    return content(random, blocks).encode()


def word_export(random: Random, blocks: Sequence[Block]) -> bytes:
    """Word's own HTML: conditional comments, a row of spacer cells at the end of each table."""
    spacers = "".join('<td width=64 style="border:none"></td>' for _ in range(10))
    tail = f"<![if !supportMisalignedColumns]><tr height=0>{spacers}</tr><![endif]>"
    body = f"<div class=WordSection1>{content(random, blocks, _word, tail)}</div>"
    return page(body, title_of(blocks), "gb2312").encode("gb18030")


def nested(random: Random, blocks: Sequence[Block]) -> bytes:
    """Layout tables around everything, each table in a cell of its own."""
    rows = "".join(f"<tr><td></td><td>{content(random, [block])}</td></tr>" for block in blocks)
    outer = f"<table width=1000><tr><td colspan=2>&nbsp;</td></tr>{rows}</table>"
    return page(f"<table><tr><td>{outer}</td></tr></table>", title_of(blocks)).encode()


def prose_in_table(random: Random, blocks: Sequence[Block]) -> bytes:
    """One layout table whose single cell holds prose and tables alike."""
    return page(f"<table><tr><td>{content(random, blocks)}</td></tr></table>", title_of(blocks)).encode()


def messy(random: Random, blocks: Sequence[Block]) -> bytes:
    """End tags missing, comments and scripts between, a hidden copy of last year's number in each cell."""
    body = content(random, blocks, lambda r, text: f"{_plain(r, text)}<!-- 7 --><span style='display: none'>99</span>")
    body = body.replace("</td>", "").replace("</tr>", "").replace("</p>", "\n")
    return page(f"<script>var n = 5;</script>{body}", title_of(blocks)).encode()


def hidden_copy(random: Random, blocks: Sequence[Block]) -> bytes:
    """Before each table stands a hidden one with other numbers, and rows of an older version are hidden in it."""

    def other(cell: Cell) -> Cell:
        return Cell("77", cell.rows, cell.columns) if cell.key else cell

    pieces = []
    for block in blocks:
        if not isinstance(block, Table):
            pieces.append(content(random, [block]))
            continue
        old = Table(tuple(tuple(map(other, row)) for row in block.rows), block.width)
        way = random.choice(
            ('<div style="display:none">{}</div>', "<template>{}</template>", "<!-- {} -->", "<div hidden>{}</div>")
        )
        pieces += [way.format(_table(random, old, _plain)), _table(random, block, _plain)]
    return page("\n".join(pieces), title_of(blocks)).encode()


def divs(random: Random, blocks: Sequence[Block]) -> bytes:
    """Tables of divs: a row a div, a cell a span of its own line."""

    def grid(table: Table) -> str:
        return "".join(
            "<div class=tr>" + "".join(f"<div class=td>{_plain(random, cell.text)}</div>" for cell in row) + "</div>"
            for row in table.rows
        )

    body = "".join(grid(block) if isinstance(block, Table) else content(random, [block]) for block in blocks)
    return page(body, title_of(blocks)).encode()
