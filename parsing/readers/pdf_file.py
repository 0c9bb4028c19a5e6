"""A PDF opened by pdfium, after a look at what its streams unpack to; every failure is one sentence.

It is opened once and handed to every reader; what ``once`` marks is worked out once. Pages are not kept: two hundred of
them would fill the memory. With the fonts of the document at hand a page is loaded again within a millisecond.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import wraps
from typing import TypeVar, cast

import pypdfium2 as pdfium

from parsing.blocks import ReadError
from parsing.limits import MAX_PAGES
from parsing.readers.pdf_calls import objects_within
from parsing.readers.pdf_drawn import FALSE_CLAIM, draw_truly, may_be_false, tells_the_same
from parsing.readers.pdf_streams import check_streams
from parsing.readers.pdf_struck import STRUCK_OUT, has_struck_numbers
from parsing.readers.pdf_turned import turn_upright
from parsing.readers.pdf_unseen import put_out_slanted, put_out_unseen

Found = TypeVar("Found")
_DEPTH = 8
"""Forms inside one another that are looked into."""


class Pdf(pdfium.PdfDocument):  # type: ignore[misc]
    """An opened PDF that shows the signs it draws (its library has no types)."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self.data = data
        self.doubts: dict[str, None] = {}
        """What ``each_page`` has found wrong with the text of the pages, in order."""
        self.found: dict[str, object] = {}
        """What ``once`` has worked out, by the name of the function."""


def once(read: Callable[[Pdf], Found]) -> Callable[[Pdf], Found]:
    """``read`` at most once for each opened PDF, which keeps what is found until it is closed."""
    name = f"{read.__module__}.{read.__qualname__}"

    @wraps(read)
    def kept(pdf: Pdf) -> Found:
        if name not in pdf.found:
            pdf.found[name] = read(pdf)
        return cast("Found", pdf.found[name])

    return kept


def open_pdf(data: bytes) -> Pdf:
    """An opened PDF; raises ``ReadError`` if it is damaged, a bomb, locked by a password or absurdly long."""
    # This raises for a bomb, before pdfium unpacks any stream.
    check_streams(data)
    try:
        document = Pdf(data)
        pages = len(document)
    except pdfium.PdfiumError as error:
        reason = "is locked by a password" if "password" in str(error).lower() else "is damaged or is no PDF"
        raise ReadError(f"the PDF {reason}") from error
    if pages <= 0:
        document.close()
        raise ReadError("the PDF has no pages")
    if pages > MAX_PAGES:
        document.close()
        raise ReadError(f"the PDF has {pages} pages, more than the {MAX_PAGES} that are read")
    return document


@contextmanager
def opened_page(document: pdfium.PdfDocument, number: int) -> Iterator[pdfium.PdfPage]:
    """Page ``number`` (from 1), closed in the end; raises ``ReadError`` for whatever pdfium cannot do with it."""
    try:
        page = document[number - 1]
        try:
            yield page
        finally:
            page.close()
    except pdfium.PdfiumError as error:
        raise ReadError("a page of the PDF cannot be read") from error


def _upright_text(page: pdfium.PdfPage) -> pdfium.PdfTextPage:
    """The text of a page that is turned until it can be read."""
    text = page.get_textpage()
    if not turn_upright(page, text):
        return text
    text.close()
    return page.get_textpage()


def each_page(document: Pdf) -> Iterator[tuple[int, pdfium.PdfPage, pdfium.PdfTextPage]]:
    """(number from 1, page, its text), each as ``opened_page`` gives it, with the text that is seen on it."""
    for number in range(1, len(document) + 1):
        with opened_page(document, number) as page:
            objects = list(objects_within(page, _DEPTH))
            claims = draw_truly(objects)
            put_out_slanted(objects)
            put_out_unseen(page, objects)
            with closing(_upright_text(page)) as text:
                if has_struck_numbers(page, objects, text):
                    document.doubts[STRUCK_OUT] = None
                if may_be_false(claims, text):
                    with opened_page(document, number) as as_claimed, closing(as_claimed.get_textpage()) as claimed:
                        if not tells_the_same(claimed, text):
                            document.doubts[FALSE_CLAIM] = None
                yield number, page, text
