"""Whether a body is whole: as long as it announced, and with the end that its format has."""

from __future__ import annotations

from collections.abc import Mapping

PDF_TAIL_BYTES = 4096
"""How much may follow a PDF's trailer: readers look for it in the last kilobyte, and servers append things."""

ZIP_TAIL_BYTES = 22 + 65535
"""The end record and the longest comment behind it (APPNOTE 4.3.16)."""


def is_cut(headers: Mapping[str, str], body: bytes) -> bool:
    """Whether a binary document, or a body that states its length, ends before its end; header names in lower case.

    The length of a compressed body is not that of what it unpacks to; whether it came whole, the connection knows.
    """
    length = headers.get("content-length", "")
    if "content-encoding" not in headers and length.isdecimal() and len(body) < int(length):
        return True
    if body.startswith(b"%PDF-"):
        return b"%%EOF" not in body.rstrip(b"\0\r\n\t ")[-PDF_TAIL_BYTES:]
    if body.startswith(b"PK\x03\x04"):
        return b"PK\x05\x06" not in body[-ZIP_TAIL_BYTES:]
    return False
