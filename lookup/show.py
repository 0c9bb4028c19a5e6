"""What the command line prints for people. Values come from a release or a parsed document; nothing is computed here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from parsing.output import digits
from warehouse.read import Unpublished

NAMED = 20
"""Unpublished documents named one by one; a first night may see hundreds of other pages."""


def plain(value: Any) -> str:
    """A value as people write it: whole numbers without a point, nothing as an empty text."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return digits(value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def rows_table(columns: Sequence[str], rows: Sequence[Sequence[Any]], title: str | None = None) -> Table:
    """Rows of a query as a table; numbers stand to the right."""
    table = Table(title=title, title_justify="left", header_style="bold")
    for index, column in enumerate(columns):
        is_number = any(isinstance(row[index], int | float | Decimal) for row in rows)
        table.add_column(escape(column), justify="right" if is_number else "left", overflow="fold")
    for row in rows:
        table.add_row(*(escape(plain(value)) for value in row))
    return table


LABEL = 9
"""Columns that the word takes which a line begins with."""


def print_lines(console: Console, lines: Sequence[str]) -> None:
    """Lines that begin with a label; a terminal breaks the long ones beside it, a file or a pipe gets them whole."""
    if not console.is_terminal:
        console.print(Text("\n".join(lines)), soft_wrap=True)
        return
    table = Table.grid()
    table.add_column(width=LABEL)
    table.add_column(overflow="fold")
    for line in lines:
        table.add_row(Text(line[:LABEL]), Text(line[LABEL:]))
    console.print(table)


def unpublished_lines(documents: Sequence[Unpublished]) -> list[str]:
    """How many documents are read and not published and why, then each with its reason, up to `NAMED`."""
    if not documents:
        return []
    reasons = Counter(document.reason_code for document in documents)
    counts = ", ".join(f"{count} {reason}" for reason, count in reasons.items())
    lines = [f"left out {counted(len(documents), 'document')} read and not published ({counts})"]
    lines += [f"         {unpublished_sentence(document)}" for document in documents[:NAMED]]
    if len(documents) > NAMED:
        lines.append(f'         and {len(documents) - NAMED} more: gongkai sql "from unpublished_document"')
    return lines


def unpublished_sentence(document: Unpublished) -> str:
    """The file's name or the address, and why it is not published."""
    detail = f" ({document.detail})" if document.detail else ""
    return f"{document.source_url.removeprefix('import:')}: {document.reason}{detail}"


def counted(number_: int, noun: str) -> str:
    """``1 report``, ``2 reports``."""
    return f"{number_} {noun}" + ("" if number_ == 1 else "s")
