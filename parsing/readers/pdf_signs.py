"""The characters of a PDF page as signs: halves put together, hyphens as such, and what the font gives no sign for.

A font may draw a glyph and say nowhere which character it is; pdfium then leaves it out of its text. Of a name that would
make another name, so a glyph as wide as a Han character stands as U+FFFD. A narrow one is mostly a thin space, and is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from ctypes import byref
from itertools import pairwise

import pypdfium2 as pdfium
from pypdfium2 import raw

from parsing.readers.pdf_calls import Handle, handle_of, is_unmapped, loose_box, unicode_of
from parsing.text import LOST

NO_SIGN = "\ufffe"
"""What pdfium writes for a glyph whose sign is given as U+0000."""
_HYPHEN = 2
"""What pdfium calls a hyphen at the end of a line."""
_SPACE = 32
_FIRST_HALVES, _SECOND_HALVES = range(0xD800, 0xDC00), range(0xDC00, 0xE000)
_WIDE = 0.7
"""Width over height of the box of a glyph: Han characters have 0.75 to 1, digits and thin spaces 0.55 at most."""


def page_signs(textpage: pdfium.PdfTextPage) -> Iterator[tuple[int, str]]:
    """What is no space, with its number on the page; a rare sign is two characters there, the halves of its UTF-16."""
    page = handle_of(textpage)
    codes = [unicode_of(page, index) for index in range(textpage.count_chars())]
    lost = lost_signs(textpage, may_be_none=0 in codes)
    for index, (code, following) in enumerate(pairwise([*codes, 0])):
        if index in lost:
            sign = lost[index]
        elif code == _HYPHEN:
            sign = "-"
        elif code in _FIRST_HALVES and following in _SECOND_HALVES:
            sign = (chr(code) + chr(following)).encode("utf-16", "surrogatepass").decode("utf-16")
        elif code > _SPACE and code not in _FIRST_HALVES and code not in _SECOND_HALVES:
            sign = chr(code)
        else:
            continue
        if sign:
            yield index, sign


def lost_signs(textpage: pdfium.PdfTextPage, *, may_be_none: bool) -> dict[int, str]:
    """By its number on the page what stands for each character to which the font gives no sign: U+FFFD, or nothing.

    What pdfium takes for the sign of such a character is its number in the font, and may look like any other sign.
    ``may_be_none`` says that the page has U+0000; a look for it at each character costs as much as that for the others.
    """
    page, everywhere = handle_of(textpage), range(textpage.count_chars())
    numbers = [index for index in everywhere if is_unmapped(page, index)]
    if may_be_none:
        numbers += [index for index in everywhere if not unicode_of(page, index)]
    return {index: LOST if _is_wide(page, index) else "" for index in numbers}


def _is_wide(page: Handle, index: int) -> bool:
    box = raw.FS_RECTF()
    loose_box(page, index, byref(box))
    return bool(box.right - box.left >= _WIDE * abs(box.top - box.bottom))
