"""Reports as binary Word files (MS-DOC): text in pieces, paragraph marks with their properties, rows with their shape."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from writer import raised as marks
from writer.formats.compound import compound
from writer.grids import Cell, Table, placed
from writer.raised import one_of
from writer.report import Block

_PAGE = 512
_TEXT_AT = 2048
_CELL_TWIPS = 700
_FLAGGED_CELLS = 18
_LETTER_RUNS = 40
"""Runs of characters that fit on one page whatever their properties."""
_RAISED = ("\x48\x2a\x01", "\x45\x48\x08\x00")
"""sprmCIss and sprmCHpsPos (4 points)."""
_IN_TABLE, _ROW_END = b"\x16\x24\x01", b"\x17\x24\x01"


@dataclass(frozen=True, slots=True)
class Part:
    """Text up to and with its mark, and the sprms of that mark."""

    text: str
    sprms: bytes = b""


def _parts(blocks: Sequence[Block]) -> list[Part]:
    parts: list[Part] = []
    for block in blocks:
        if isinstance(block, Table):
            parts += [*_table(block), Part("\r")]
        else:
            parts.append(Part(block.text.replace("\n", "\x0b") + "\r"))
    return parts


def _table(table: Table) -> list[Part]:
    rows: list[list[tuple[int, Cell, int]]] = [[] for _ in table.rows]
    for top, left, cell in placed(table):
        rows[top].append((left, cell, 3 << 5 if cell.rows > 1 else 0))
        for below in range(top + 1, min(top + cell.rows, len(rows))):
            rows[below].append((left, Cell("", columns=cell.columns), 1 << 5))
    parts = []
    for row in rows:
        cells = sorted(row, key=lambda item: item[0])
        parts += [Part(cell.text.replace("\n", "\x0b") + "\x07", _IN_TABLE) for _, cell, _ in cells]
        parts.append(Part("\x07", _IN_TABLE + _ROW_END + _shape(cells)))
    return parts


def _shape(cells: list[tuple[int, Cell, int]]) -> bytes:
    lefts = [left for left, _, _ in cells]
    end = lefts[-1] + cells[-1][1].columns if cells else 0
    edges = struct.pack(f"<{len(lefts) + 1}h", *(edge * _CELL_TWIPS for edge in (*lefts, end)))
    # The shape of a row has to fit into one page of properties; cells without a flag of their own are plain.
    flags = b"".join(struct.pack("<H18x", flag) for _, _, flag in cells[:_FLAGGED_CELLS])
    operand = bytes([len(cells)]) + edges + flags
    return b"\x08\xd6" + struct.pack("<H", len(operand) + 1) + operand


def binary(parts: Sequence[Part], *, pieces: int = 1, flags: int = 0, with_properties: bool = True) -> bytes:
    """A document; ``pieces`` of its text stand in the file in reverse order, as after fast saves."""
    shown = "".join(part.text for part in parts)
    text = _units("".join(run for run, _ in marks.pieces(shown)))
    cuts = [len(text) * index // pieces for index in range(pieces + 1)]
    starts: dict[int, int] = {}
    body = b""
    for index in reversed(range(pieces)):
        starts[index] = _TEXT_AT + len(body)
        body += text[cuts[index] : cuts[index + 1]].encode("utf-16-le", "surrogatepass")
    main = bytearray(_TEXT_AT) + body
    main += bytes(-len(main) % _PAGE)
    runs = (
        list(_runs([(len(_units(part.text)), part.sprms) for part in parts], cuts, starts)) if with_properties else []
    )
    pages = _pages(sorted(runs))
    first = len(main) // _PAGE
    main += b"".join(page for _, _, page in pages)
    letters = [
        (len(_units(run)), one_of(_RAISED, run).encode("latin-1") if mark else b"") for run, mark in marks.pieces(shown)
    ]
    letter_pages = _letter_pages(sorted(_runs(letters, cuts, starts))) if marks.has_marks(shown) else []
    first_letters = len(main) // _PAGE
    main += b"".join(page for _, _, page in letter_pages)
    clx_body = struct.pack(f"<{pieces + 1}I", *cuts)
    clx_body += b"".join(struct.pack("<HIH", 0, starts[index], 0) for index in range(pieces))
    clx = b"\x02" + struct.pack("<I", len(clx_body)) + clx_body
    bins, letter_bins = _bins(pages, first), _bins(letter_pages, first_letters)
    struct.pack_into("<HH", main, 0, 0xA5EC, 0xC1)
    struct.pack_into("<H", main, 0x0A, 0x0200 | flags)
    struct.pack_into("<i", main, 0x4C, len(text))
    struct.pack_into("<II", main, 0x9A + 8 * 12, len(clx) + len(bins), len(letter_bins))
    struct.pack_into("<II", main, 0x9A + 8 * 13, len(clx), len(bins))
    struct.pack_into("<II", main, 0x9A + 8 * 33, 0, len(clx))
    return compound({"WordDocument": bytes(main), "1Table": clx + bins + letter_bins})


def _units(text: str) -> str:
    """A text with one sign for each of its UTF-16 units, as positions count them."""
    packed = text.encode("utf-16-le")
    return "".join(map(chr, struct.unpack(f"<{len(packed) // 2}H", packed)))


def _bins(pages: Sequence[tuple[int, int, bytes]], first: int) -> bytes:
    limits = [start for start, _, _ in pages] + [pages[-1][1]] if pages else []
    numbers = range(first, first + len(pages))
    return struct.pack(f"<{len(limits)}I", *limits) + struct.pack(f"<{len(pages)}I", *numbers)


def _runs(parts: Sequence[tuple[int, bytes]], cuts: list[int], starts: dict[int, int]) -> list[tuple[int, int, bytes]]:
    """(from, to, sprms) in the file for each part of a length, cut where the pieces are."""
    runs, at = [], 0
    for length, sprms in parts:
        end = at + length
        for index, start in starts.items():
            low, high = max(at, cuts[index]), min(end, cuts[index + 1])
            if low < high:
                place = start + 2 * (low - cuts[index])
                runs.append((place, place + 2 * (high - low), sprms))
        at = end
    return runs


def _pages(runs: list[tuple[int, int, bytes]]) -> list[tuple[int, int, bytes]]:
    """Pages of runs: positions and entries from the front, properties from the back."""
    pages = []
    while runs:
        taken, free = 0, _PAGE - 1 - 4
        while taken < len(runs) and (free := free - 17 - _packed_length(runs[taken][2])) >= 0:
            taken += 1
        mine, runs = runs[:taken], runs[taken:]
        page = bytearray(_PAGE)
        back = _PAGE - 2
        struct.pack_into(f"<{taken + 1}I", page, 0, *(start for start, _, _ in mine), mine[-1][1])
        for index, (_, _, sprms) in enumerate(mine):
            if sprms:
                back -= _packed_length(sprms)
                words, rest = divmod(len(sprms) + 2, 2)
                packed = b"\0\0" + sprms
                entry = bytes([words + 1]) + packed if rest else b"\0" + bytes([words]) + packed
                page[back : back + len(entry)] = entry
                page[4 * (taken + 1) + 13 * index] = back // 2
        page[-1] = taken
        pages.append((mine[0][0], mine[-1][1], bytes(page)))
    return pages


def _letter_pages(runs: list[tuple[int, int, bytes]]) -> list[tuple[int, int, bytes]]:
    """Pages of runs of characters: positions and one byte of offset from the front, properties from the back."""
    pages = []
    while runs:
        mine, runs = runs[:_LETTER_RUNS], runs[_LETTER_RUNS:]
        page = bytearray(_PAGE)
        back = _PAGE - 2
        struct.pack_into(f"<{len(mine) + 1}I", page, 0, *(start for start, _, _ in mine), mine[-1][1])
        for index, (_, _, sprms) in enumerate(mine):
            if sprms:
                back -= (len(sprms) + 2) // 2 * 2
                page[back : back + 1 + len(sprms)] = bytes([len(sprms)]) + sprms
                page[4 * (len(mine) + 1) + index] = back // 2
        page[-1] = len(mine)
        pages.append((mine[0][0], mine[-1][1], bytes(page)))
    return pages


def _packed_length(sprms: bytes) -> int:
    """Bytes in the page, an even number."""
    return (len(sprms) + 5) // 2 * 2 if sprms else 0


def saved(random: Random, blocks: Sequence[Block]) -> bytes:
    return binary(_parts(blocks))


def fast_saved(random: Random, blocks: Sequence[Block]) -> bytes:
    return binary(_parts(blocks), pieces=random.randint(2, 9))
