"""Page numbers are no figures: the first or last line of a page that counts the pages is left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import groupby

from parsing.blocks import Block, Table
from parsing.model import Paragraph
from parsing.text import squeeze

_DECORATED = re.compile(r"[-—–―_~·|]+\d{1,4}[-—–―_~·|]+|第\d{1,4}页(?:[,，/]?共\d+页)?|\d{1,4}/\d{1,4}")
_BARE = re.compile(r"\d{1,4}")


def without_page_numbers(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The blocks of a paged document without its page numbers.

    A decorated number (- 3 -, 第 3 页) at either end of a page is one. A bare number is one only if it rises with the
    pages on at least two of them, since a bare number may as well be a value.
    """
    pages = [list(page) for _, page in groupby(blocks, key=_page)]
    ends = [(block, squeeze(block.text)) for page in pages for block in _end_lines(page)]
    offsets = Counter(int(text) - _page(block) for block, text in ends if _BARE.fullmatch(text))
    numbers = {
        id(block)
        for block, text in ends
        if _DECORATED.fullmatch(text) or (_BARE.fullmatch(text) and offsets[int(text) - _page(block)] > 1)
    }
    return tuple(block for page in pages for block in page if id(block) not in numbers)


def _end_lines(page: list[Block]) -> list[Paragraph]:
    """The first and the last two lines of a page (a running title may go with the number), if they are no tables."""
    ends = {id(block): block for block in (*page[:2], *page[-2:]) if isinstance(block, Paragraph)}
    return list(ends.values())


def _page(block: Block) -> int:
    if isinstance(block, Table):
        return next((cell.place.page or 0 for row in block.rows for cell in row), 0)
    return block.place.page or 0
