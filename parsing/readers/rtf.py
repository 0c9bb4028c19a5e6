"""Rich text (.rtf, often named .doc) to blocks: a small tokenizer over groups, control words and characters.

Source: Rich Text Format specification 1.9.1. Only what is printed is kept: destinations that are not known are left out.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from parsing.blocks import Content, ReadError
from parsing.limits import MAX_CHARACTERS, MAX_DEPTH, MAX_GRID_COLUMNS
from parsing.readers.cell_stream import Blocks, Mark, Shape
from parsing.readers.decode import decode_gb18030
from parsing.readers.runs import ON_THE_LINE, STRUCK, SUBSCRIPT, SUPERSCRIPT, Runs, shifted
from parsing.text import mend_surrogates

_TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<hex>[0-9a-fA-F]{2})|\\(?P<sign>[^a-zA-Z])"
    rb"|(?P<brace>[{}])|[\r\n]+|(?P<text>[^\\{}\r\n]+)"
)
_UNPRINTED = {
    "fonttbl", "colortbl", "stylesheet", "info", "pict", "object", "header", "headerl", "headerr", "headerf", "footer",
    "footerl", "footerr", "footerf", "footnote", "annotation", "atnid", "atnauthor", "nonshppict", "shprslt", "nonesttables",
    "xe", "tc", "rxe", "bkmkstart", "bkmkend", "fldinst", "themedata", "datastore", "filetbl", "revtbl", "listtable",
    "listoverridetable", "rsidtbl", "generator", "upr", "pgptbl", "latentstyles", "xmlnstbl", "pnseclvl",
}  # fmt: skip
_PRINTED_STARRED = {"nesttableprops"}
"""Destinations after ``\\*`` with rows inside."""
_SIGNS = {b"~": " ", b"_": "-", b"-": "", b"\n": "\n", b"\r": "\n"}
_WORDS = {
    "tab": " ", "line": "\n", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“",
    "rdblquote": "”", "bullet": "•", "emspace": " ", "enspace": " ", "softline": "\n",
}  # fmt: skip
_ENDS = {"par", "cell", "nestcell", "row", "nestrow"}
_CODE_PAGES = {134: "gb18030", 136: "big5", 128: "cp932", 129: "cp949"}
"""Encodings by ``\\fcharset``; any other font is written in the document's own code page."""
_GB_PAGE = 936
_POSITIONS = {"super": SUPERSCRIPT, "sub": SUBSCRIPT, "nosupersub": ON_THE_LINE}
_SHIFTS = {"up": 1, "dn": -1}
_USUAL_SHIFT = 6
"""Half-points of a shift without a number."""


@dataclass(frozen=True, slots=True)
class _Group:
    """What a brace restores."""

    is_printed: bool = True
    collects: str = ""
    """``fonts``, ``title`` or ``box`` (a text box) if the group is read for that."""
    is_hidden: bool = False
    skipped_after_unicode: int = 1
    font: int = -1
    position: int = ON_THE_LINE
    is_struck: bool = False


@dataclass(slots=True)
class _Row:
    edges: list[int] = field(default_factory=list)
    goes_on: list[bool] = field(default_factory=list)
    pending: bool = False
    left: int = 0

    def end_cell(self, right: int) -> None:
        if len(self.edges) >= MAX_GRID_COLUMNS:
            raise ReadError(f"a table has more than {MAX_GRID_COLUMNS} columns")
        self.edges.append(self.left)
        self.goes_on.append(self.pending)
        self.left, self.pending = right, False

    def shape(self) -> Shape:
        return Shape(tuple(self.edges), tuple(self.goes_on))


def read_rtf(data: bytes) -> Content:
    """Blocks of an RTF document; raises ``ReadError`` if it is cut short or nested without end."""
    walk = _Walk()
    blocks = tuple(Blocks().read(walk.marks(data)))
    title = "".join(walk.title).strip()
    return Content(blocks, (title,) if title else ())


class _Walk:
    def __init__(self) -> None:
        self.title: list[str] = []
        self._group = _Group()
        self._stack: list[_Group] = []
        self._text = Runs()
        self._boxes: list[str] = []
        self._packed = bytearray()
        self._fonts: dict[int, int] = {}
        self._code_page = "cp1252"
        self._row = _Row()
        self._to_skip = 0
        self._starred = False
        self._length = 0
        self._paragraph_depth = 0

    def marks(self, data: bytes) -> Iterator[Mark]:
        at = 0
        while (token := _TOKEN.match(data, at)) is not None:
            at = token.end()
            kind = token.lastgroup
            if kind == "brace":
                self._brace(token["brace"])
            elif kind == "hex":
                self._bytes(bytes([int(token["hex"], 16)]))
            elif kind == "text":
                self._bytes(token["text"])
            elif kind == "sign":
                self._sign(token["sign"])
            elif kind in ("word", "number"):
                word = token["word"].decode("ascii")
                number = int(token["number"]) if token["number"] else None
                if word == "bin":
                    at += max(number or 0, 0)
                yield from self._word(word, number)
        if len(self._stack) > 1:
            raise ReadError("the RTF document is cut short")
        self._decode()
        if self._text:
            yield self._mark("paragraph", 0)
        yield Mark(mend_surrogates("".join(self._boxes)), "paragraph", 0)

    def _brace(self, brace: bytes) -> None:
        self._decode()
        self._to_skip, self._starred = 0, False
        if brace == b"{":
            if len(self._stack) >= MAX_DEPTH:
                raise ReadError("the RTF document is nested too deeply")
            self._stack.append(self._group)
        elif self._stack:
            self._group = self._stack.pop()

    def _bytes(self, packed: bytes) -> None:
        skipped = min(self._to_skip, len(packed))
        self._to_skip -= skipped
        if self._group.collects != "fonts":
            self._packed += packed[skipped:]

    def _sign(self, sign: bytes) -> None:
        if sign == b"*":
            self._starred = True
        elif sign in (b"\\", b"{", b"}"):
            self._bytes(sign)
        elif sign in _SIGNS:
            self._write(_SIGNS[sign])

    def _decode(self) -> None:
        """Bytes become text once the next control word ends them: a character may be spread over several escapes."""
        if self._packed:
            packed, self._packed = bytes(self._packed), bytearray()
            charset = _CODE_PAGES.get(self._fonts.get(self._group.font, 0), self._code_page)
            self._write(decode_gb18030(packed) if charset == "gb18030" else packed.decode(charset, "replace"))

    def _write(self, text: str) -> None:
        self._decode()
        self._length += len(text)
        if self._length > MAX_CHARACTERS:
            raise ReadError(f"the RTF document has more than {MAX_CHARACTERS} characters")
        if self._group.collects == "title":
            self.title.append(text)
        elif self._group.collects == "box":
            self._boxes.append(text)
        elif self._group.is_printed and not self._group.is_hidden:
            self._text.add(text, STRUCK if self._group.is_struck else self._group.position)

    def _mark(self, kind: Literal["paragraph", "cell", "row"], depth: int) -> Mark:
        text = mend_surrogates(self._text.text())
        self._text = Runs()
        return Mark(text, kind, depth, self._row.shape() if kind == "row" else None)

    def _word(self, word: str, number: int | None) -> Iterator[Mark]:
        if word == "u" and number is not None:
            self._write(chr(number % 0x10000))
            self._to_skip = self._group.skipped_after_unicode
            return
        self._decode()
        self._to_skip = 0
        is_starred, self._starred = self._starred, False
        if word in _UNPRINTED or (is_starred and word not in _PRINTED_STARRED):
            self._group = replace(self._group, is_printed=False, collects="fonts" if word == "fonttbl" else "")
        elif word == "shptxt":
            self._group = replace(self._group, is_printed=True, collects="box")
        elif word == "title" and self._stack:
            self._group = replace(self._group, collects="title")
        elif word in _WORDS:
            self._write(_WORDS[word])
        elif word in _POSITIONS:
            self._group = replace(self._group, position=_POSITIONS[word])
        elif word in _SHIFTS:
            half_points = _USUAL_SHIFT if number is None else number
            self._group = replace(self._group, position=shifted(_SHIFTS[word] * half_points))
        elif word in _SETTINGS:
            _SETTINGS[word](self, number)
        elif self._group.collects == "box":
            self._boxes.append("\n" if word in _ENDS else "")
        elif self._group.is_printed:
            yield from self._structure(word)

    def _structure(self, word: str) -> Iterator[Mark]:
        depth = self._paragraph_depth
        if word in ("par", "sect", "page"):
            yield self._mark("paragraph", depth)
        elif word in ("cell", "nestcell"):
            yield self._mark("cell", 1 if word == "cell" else max(depth, 2))
        elif word in ("row", "nestrow"):
            yield self._mark("row", 1 if word == "row" else max(depth, 2))
        elif word == "trowd":
            self._row = _Row()

    def _set_font(self, number: int | None) -> None:
        self._group = replace(self._group, font=number if number is not None else -1)

    def _set_charset(self, number: int | None) -> None:
        if self._group.collects == "fonts" and number is not None:
            self._fonts[self._group.font] = number

    def _set_code_page(self, number: int | None) -> None:
        name = "gb18030" if number == _GB_PAGE else f"cp{number}"
        try:
            self._code_page = codecs.lookup(name).name
        except LookupError as error:
            raise ReadError(f"the RTF document is in code page {number}, which is not known") from error

    def _set_skipped(self, number: int | None) -> None:
        self._group = replace(self._group, skipped_after_unicode=max(number if number is not None else 1, 0))

    def _set_hidden(self, number: int | None) -> None:
        self._group = replace(self._group, is_hidden=number != 0)

    def _set_struck(self, number: int | None) -> None:
        self._group = replace(self._group, is_struck=number != 0)

    def _set_plain(self, number: int | None) -> None:
        self._group = replace(self._group, is_hidden=False, position=ON_THE_LINE, is_struck=False)

    def _set_paragraph(self, number: int | None) -> None:
        self._paragraph_depth = 0

    def _set_in_table(self, number: int | None) -> None:
        self._paragraph_depth = max(self._paragraph_depth, 1)

    def _set_nesting(self, number: int | None) -> None:
        self._paragraph_depth = max(number or 0, 0)

    def _set_edge(self, number: int | None) -> None:
        self._row.end_cell(number or 0)

    def _set_left(self, number: int | None) -> None:
        if not self._row.edges:
            self._row.left = number or 0

    def _set_goes_on(self, number: int | None) -> None:
        self._row.pending = True


_SETTINGS: dict[str, Callable[[_Walk, int | None], None]] = {
    "f": _Walk._set_font,
    "fcharset": _Walk._set_charset,
    "ansicpg": _Walk._set_code_page,
    "uc": _Walk._set_skipped,
    "v": _Walk._set_hidden,
    "deleted": _Walk._set_hidden,
    "strike": _Walk._set_struck,
    "striked": _Walk._set_struck,
    "plain": _Walk._set_plain,
    "pard": _Walk._set_paragraph,
    "intbl": _Walk._set_in_table,
    "itap": _Walk._set_nesting,
    "cellx": _Walk._set_edge,
    "trleft": _Walk._set_left,
    "clvmrg": _Walk._set_goes_on,
    "clmrg": _Walk._set_goes_on,
}
