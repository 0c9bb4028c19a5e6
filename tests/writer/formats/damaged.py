"""Reports with one damaged character in their prose: a page cut inside a sign, a byte lost on the way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random

from writer.formats import html, text
from writer.grids import Table
from writer.report import Block

Write = Callable[[Random, Sequence[Block]], bytes]
_HERE = "\ue000"
"""Stands where a part of a character goes in."""
_PARTS = {"utf-8": (b"\xe5\x85", b"\xe5", b"\x85", b"\xff"), "gb18030": (b"\xff", b"\x80", b"\xb9\xff")}


def _marked(random: Random, blocks: Sequence[Block]) -> list[Block]:
    """One paragraph below the first heading has the mark inside."""
    heads = [at for at, block in enumerate(blocks) if not isinstance(block, Table) and block.style == "heading"]
    bodies = [
        at
        for at, block in enumerate(blocks)
        if at > (heads or [0])[0] and not isinstance(block, Table) and block.style == "body" and len(block.text) > 12
    ]
    found = list(blocks)
    if bodies:
        at = random.choice(bodies)
        block = found[at]
        cut = random.choice([i for i, sign in enumerate(block.text) if not sign.isascii()])
        found[at] = replace(block, text=block.text[:cut] + _HERE + block.text[cut:])
    return found


def _damaged(random: Random, page: str, charset: str) -> bytes:
    return random.choice(_PARTS[charset]).join(part.encode(charset) for part in page.split(_HERE))


def html_page(random: Random, blocks: Sequence[Block]) -> bytes:
    """A page in UTF-8 or GB 18030 under any declaration, with one damaged character."""
    charset = random.choice(tuple(_PARTS))
    declared = random.choice((charset, charset, "utf-8", "gb2312", None))
    marked = _marked(random, blocks)
    return _damaged(random, html.page(html.content(random, marked), html.title_of(marked), declared), charset)


def tab_dump(random: Random, blocks: Sequence[Block]) -> bytes:
    """A dump of either encoding with one damaged character."""
    charset = random.choice(tuple(_PARTS))
    return _damaged(random, text.tab_text(random, _marked(random, blocks)), charset)
