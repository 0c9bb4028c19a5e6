"""Which characters a report is written in: those of every font, radicals in their place, or names that few fonts have."""

from __future__ import annotations

import csv
import unicodedata
from dataclasses import replace
from pathlib import Path

from writer.grids import Table
from writer.report import Block

import parsing

SIGNS = ("plain", "radicals", "rare")
_ROWS = csv.DictReader(Path(parsing.__file__).with_name("characters.csv").read_text(encoding="utf-8").splitlines())
SUPPLEMENT = {int(row["stands_for"], 16): int(row["code_point"], 16) for row in _ROWS if row["kind"] == "radical"}
KANGXI = {ord(unicodedata.normalize("NFKC", chr(code))): code for code in range(0x2F00, 0x2FD6)}
RADICALS = {**SUPPLEMENT, **KANGXI}
"""Characters to the radicals that look like them, as PDFs of browsers and of some writers have them."""


def in_radicals(block: Block) -> Block:
    """A block as it is copied from such a PDF; values stay as they are."""
    if not isinstance(block, Table):
        return replace(block, text=block.text.translate(RADICALS))
    rows = (
        tuple(cell if cell.key else replace(cell, text=cell.text.translate(RADICALS)) for cell in row)
        for row in block.rows
    )
    return replace(block, rows=tuple(rows))
