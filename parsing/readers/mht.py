"""Web pages saved as one file (MHT, and Word's "single file web page", often named .doc): its HTML part to blocks."""

from __future__ import annotations

import binascii
from email import message_from_bytes
from email.errors import MessageError

from parsing.blocks import Content, ReadError
from parsing.readers.html import read_html


def read_mht(data: bytes) -> Content:
    """Blocks of the first HTML part; raises ``ReadError`` if there is none."""
    try:
        message = message_from_bytes(data.lstrip())
        parts = (part for part in message.walk() if part.get_content_type() == "text/html")
        pages = ((part.get_payload(decode=True), part.get_content_charset()) for part in parts)
        found = next(((page, name) for page, name in pages if isinstance(page, bytes) and page.strip()), None)
    except (MessageError, binascii.Error, ValueError, LookupError, RecursionError) as error:
        raise ReadError("the web archive is damaged") from error
    if found is None:
        raise ReadError("the web archive holds no page")
    return read_html(*found)
