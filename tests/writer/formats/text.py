"""Reports as plain-text dumps, in the ways that extractors and people make them."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from random import Random

from writer.grids import Row, Table, as_padded, placed
from writer.report import Block


def _flat(text: str) -> str:
    return text.replace("\n", "").replace("\t", " ")


def _dump(blocks: Sequence[Block], rows: Callable[[Table], str]) -> str:
    return "\n\n".join(rows(block) if isinstance(block, Table) else block.text for block in blocks) + "\n"


def _lines(separator: str, *, tidy: bool) -> Callable[[Table], str]:
    def rows(table: Table) -> str:
        return "\n".join(separator.join(_flat(cell.text) for cell in row) for row in table.rows)

    return rows


def tab_text(random: Random, blocks: Sequence[Block]) -> str:
    padded = [as_padded(block, random) if isinstance(block, Table) else block for block in blocks]
    return _dump(padded, _lines("\t", tidy=True))


def tab(random: Random, blocks: Sequence[Block]) -> bytes:
    """A row a line; what a span covers is an empty field."""
    return tab_text(random, blocks).encode(random.choice(("utf-8", "utf-8", "gb18030")))


def tab_ragged(random: Random, blocks: Sequence[Block]) -> bytes:
    """A row a line; cells covered from above are left out, those covered from the left are empty fields at the end."""

    def rows(table: Table) -> str:
        lines = []
        for row in table.rows:
            missing = sum(cell.columns - 1 for cell in row)
            lines.append("\t".join([*(_flat(cell.text) for cell in row), *[""] * missing]))
        return "\n".join(lines)

    return _dump(blocks, rows).encode()


def pipe(random: Random, blocks: Sequence[Block]) -> bytes:
    """A row a line between pipes, fields that a span covers at its end."""

    def rows(table: Table) -> str:
        width = table.width
        return "\n".join(
            " | ".join(_flat(cell.text) for cell in row)
            + (" | " + "|" * (width - len(row)) if len(row) < width else "")
            for row in table.rows
        )

    return _dump(blocks, rows).encode()


def markdown(random: Random, blocks: Sequence[Block]) -> bytes:
    """Markdown tables: pipes on both sides, a rule under the first row."""

    def rows(table: Table) -> str:
        lines = ["| " + " | ".join(_flat(cell.text) for cell in row) + " |" for row in as_padded(table, random).rows]
        lines.insert(1, "|" + "---|" * table.width)
        return "\n".join(lines)

    return _dump(blocks, rows).encode()


def comma(random: Random, blocks: Sequence[Block]) -> bytes:
    """Comma-separated, as a spreadsheet exports it, with a byte order mark."""

    def rows(table: Table) -> str:
        buffer = io.StringIO()
        csv.writer(buffer, lineterminator="\n").writerows(
            [_flat(c.text) for c in r] for r in as_padded(table, random).rows
        )
        return buffer.getvalue().rstrip("\n")

    return _dump(blocks, rows).encode("utf-8-sig")


def cell_lines(random: Random, blocks: Sequence[Block]) -> bytes:
    """相山 2019: a tab and one cell a line, an empty line between rows."""

    def rows(table: Table) -> str:
        return "\n\n".join("\n".join("\t" + _flat(cell.text) for cell in row) for row in table.rows)

    return _dump(blocks, rows).encode()


def token_lines(random: Random, blocks: Sequence[Block]) -> bytes:
    """One cell a line and nothing else; empty cells leave nothing."""

    def rows(table: Table) -> str:
        return "\n".join(_flat(cell.text) for row in table.rows for cell in row if cell.text.strip())

    return _dump(blocks, rows).encode()


def token_lines_blank(random: Random, blocks: Sequence[Block]) -> bytes:
    """One cell a line; an empty cell is an empty line."""

    def rows(table: Table) -> str:
        return "\n".join(_flat(cell.text) for row in table.rows for cell in row)

    return _dump(blocks, rows).encode()


def spaces(random: Random, blocks: Sequence[Block]) -> bytes:
    """A row a line, one space between cells; empty cells leave nothing."""

    def rows(table: Table) -> str:
        return "\n".join(" ".join(_flat(cell.text) for cell in row if cell.text.strip()) for row in table.rows)

    return _dump(blocks, rows).encode()


def wrapped(random: Random, blocks: Sequence[Block]) -> bytes:
    """As text is copied from a PDF: long labels broken over lines, the values after the first or the last piece."""

    def piece(row: Row) -> str:
        labels = "".join(_flat(cell.text) for cell in row if cell.key is None)
        values = " ".join(cell.text for cell in row if cell.key is not None and cell.text.strip())
        if not values or len(labels) <= 12:
            return f"{labels} {values}".strip()
        width = random.randint(6, 12)
        pieces = [labels[start : start + width] for start in range(0, len(labels), width)]
        return "\n".join([*pieces[:-1], f"{pieces[-1]} {values}"])

    return _dump(blocks, lambda table: "\n".join(map(piece, table.rows))).encode()


def fixed_width(random: Random, blocks: Sequence[Block]) -> bytes:
    """Columns aligned by spaces, two signs' width for a Han character."""

    def rows(table: Table) -> str:
        lines = []
        for top in range(len(table.rows)):
            line, at = "", 0
            for row, left, cell in placed(table):
                if row == top:
                    line, at = _advance(line, at, left * 24), left * 24
                    line, at = line + _flat(cell.text), at + _width(cell.text)
                    line, at = line + "  ", at + 2
            lines.append(line.rstrip())
        return "\n".join(lines)

    return _dump(blocks, rows).encode()


def _width(text: str) -> int:
    return sum(1 if sign.isascii() else 2 for sign in text)


def _advance(line: str, at: int, to: int) -> str:
    return line + " " * max(0, to - _width(line))
