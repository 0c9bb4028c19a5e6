"""Whether a document says of itself that it is invented: practice pages and files carry a mark (``form/invented_marks.csv``).

The mark is read from the content alone, wherever it stands: title, line of prose, cell of a table. Neither the name of a file
nor its address says anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from parsing.blocks import Content, Table
from parsing.form import rows
from parsing.text import han

_MISREAD = 1
"""Signs of a mark that may be another: recognition takes 虚 for 虛. Two would let 应急演练数据 and its like pass for a mark."""


def is_invented(content: Content) -> bool:
    """Whether a mark of invented data stands anywhere in the document."""
    return any(_says(text, mark) for text in _texts(content) for mark in _marks())


def _texts(content: Content) -> Iterator[str]:
    """The document's own words, whole: a mark may be broken over lines."""
    yield han("".join(content.titles))
    yield han("".join(_text(block) for block in content.blocks))


def _text(block: object) -> str:
    if isinstance(block, Table):
        return "".join(cell.text for row in block.rows for cell in row)
    return str(getattr(block, "text", ""))


@cache
def _marks() -> tuple[str, ...]:
    return tuple(han(row["mark_zh"]) for row in rows("invented_marks.csv"))


def _says(text: str, mark: str) -> bool:
    """Whether the mark stands in the text, but for a sign that recognition may have taken for another."""
    if mark in text:
        return True
    beginnings = {index for part in (mark[:3], mark[-3:]) for index in _places(text, part, mark)}
    return any(_differing(text[index : index + len(mark)], mark) <= _MISREAD for index in beginnings)


def _places(text: str, part: str, mark: str) -> Iterator[int]:
    """Where the mark would begin if ``part`` of it stands there: one of its halves is read right."""
    offset, found = mark.index(part), text.find(part)
    while found >= 0:
        if found >= offset:
            yield found - offset
        found = text.find(part, found + 1)


def _differing(text: str, mark: str) -> int:
    return len(mark) - sum(one == other for one, other in zip(text, mark, strict=False))
