"""Bytes to text where headers and declarations cannot be relied on."""

from __future__ import annotations

import codecs
import re

_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_\-]+)""")
_DECLARED_WITHIN = 4096
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LATIN = {"iso-8859-1", "iso8859-1", "latin1", "latin-1", "windows-1252", "cp1252", "us-ascii", "ascii"}
"""What a server names that was never told the encoding: no Chinese page is in any of these."""
_GB_FAMILY = {"gb2312", "gbk", "gb18030", "gb_2312-80", "x-gbk", "cp936"}


def decode(data: bytes) -> str:
    """Text of ``data``: a byte order mark wins, then UTF-8 if it is valid, then the declared encoding, then GB18030.

    Valid UTF-8 goes before the declaration because GBK text is hardly ever valid UTF-8, while UTF-8 pages that
    declare GBK exist. What no encoding can read becomes U+FFFD; nothing is dropped.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        # A file cut off in the middle of a character is still UTF-8.
        if error.start >= len(data) - 3:
            return data.decode("utf-8", errors="replace")
    return data.decode(_declared(data), errors="replace")


def _declared(data: bytes) -> str:
    found = _DECLARED.search(data[:_DECLARED_WITHIN])
    name = found.group(1).decode("ascii").lower() if found else "gb18030"
    if name in _GB_FAMILY | _LATIN or name in {"utf-8", "utf8"}:
        return "gb18030"
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "gb18030"
