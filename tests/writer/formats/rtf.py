"""Reports as RTF, as Word and WPS write it: GBK bytes as escapes, or Unicode escapes with a stand-in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

from writer.grids import Cell, Table, placed
from writer.raised import one_of, pieces
from writer.report import Block

Escape = Callable[[str], str]
_HEAD = (
    r"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\fnil\fcharset134 \'cb\'ce\'cc\'e5{\*\falt SimSun};}{\f1\fswiss Arial;}}"
    r"{\colortbl;\red0\green0\blue0;}{\stylesheet{\s0 Normal;}}{\info{\author 1}{\title }}"
    r"{\*\generator 7;}{\header 9\par}" + "\n"
)
_CELL_TWIPS = 700
_RAISED = ("\\super", "\\up8\\fs13")


def gbk(text: str) -> str:
    return "".join(
        _plain(sign) if sign.isascii() else "".join(f"\\'{byte:02x}" for byte in sign.encode("gb18030"))
        for sign in text
    )


def unicode(text: str) -> str:
    """Each UTF-16 unit as a signed number, followed by the sign that old readers show in its place."""
    packed = text.encode("utf-16-le")
    units = [packed[at] | packed[at + 1] << 8 for at in range(0, len(packed), 2)]
    return "".join(
        _plain(chr(unit)) if unit < 0x80 else f"\\u{unit - 0x10000 if unit > 0x7FFF else unit}?" for unit in units
    )


def _plain(sign: str) -> str:
    return {"\n": "\\line ", "\t": "\\tab "}.get(sign, "\\" + sign if sign in "\\{}" else sign)


def _runs(text: str, escape: Escape) -> str:
    return "".join(f"{{{one_of(_RAISED, run)} {escape(run)}}}" if mark else escape(run) for run, mark in pieces(text))


def _paragraph(text: str, escape: Escape) -> str:
    return f"{{\\pard\\plain\\f0 {escape(text)}\\par}}\n"


def _table(table: Table, escape: Escape) -> str:
    rows: list[list[tuple[int, Cell, str]]] = [[] for _ in table.rows]
    for top, left, cell in placed(table):
        rows[top].append((left, cell, "\\clvmgf" if cell.rows > 1 else ""))
        for below in range(top + 1, min(top + cell.rows, len(rows))):
            rows[below].append((left, Cell("", columns=cell.columns), "\\clvmrg"))
    return "".join(_row(sorted(row, key=lambda item: item[0]), escape) for row in rows)


def _row(cells: list[tuple[int, Cell, str]], escape: Escape) -> str:
    edges = "".join(f"{merge}\\cellx{(left + cell.columns) * _CELL_TWIPS}" for left, cell, merge in cells)
    texts = "".join(f"\\pard\\intbl {{\\f0 {_runs(cell.text, escape)}}}\\cell\n" for _, cell, _ in cells)
    start = cells[0][0] * _CELL_TWIPS if cells else 0
    return f"\\trowd\\trgaph108\\trleft{start}{edges}\n{texts}\\row\n"


def written(escape: Escape) -> Callable[[Random, Sequence[Block]], bytes]:
    def write(random: Random, blocks: Sequence[Block]) -> bytes:
        body = "".join(
            _table(block, escape) if isinstance(block, Table) else _paragraph(block.text, escape) for block in blocks
        )
        return (_HEAD + body + "}").encode("ascii")

    return write
