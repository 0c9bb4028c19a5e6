"""Bytes to text when headers and declarations cannot be relied on: the one rule, for parser and crawler alike."""

from __future__ import annotations

import codecs
import re

from parsing.text import gb18030_signs

_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_\-]+)""")
_DECLARED_WITHIN = 4096
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LATIN = {"iso8859-1", "cp1252", "ascii"}
"""What a server names that does not know the encoding: no Chinese page is in any of these."""
_GB = "gb18030"
_GB_FAMILY = {"gb2312", "gbk", "gb18030"}
_PRIVATE_CODES = re.compile("[\ue78d-\ue864]")
_BEYOND_ASCII = bytes(range(0x80, 0x100))
_FEW_BROKEN, _MANY_BROKEN = 0.2, 0.5
"""Shares of the signs beyond ASCII that are broken in UTF-8: of damaged UTF-8 hardly any, of thirty signs of GBK two thirds at
least. Between them the text is short (年报 in GBK has one of two), and what breaks fewer signs is right."""
_FEWEST_ZEROS, _ZERO_SHARE, _ORDINARY_SHARE = 8, 0.01, 0.9
"""So many bytes of UTF-16 are zero at least, and such a share; and so many of its signs are ordinary in a Chinese text."""
_ORDINARY = re.compile("[\t\r\n -~\u2000-\u303f\u4e00-\u9fff\uff00-\uffef]")
_BROKEN_SHARE = 0.01
"""Broken signs for each byte up to which any other declared encoding is believed: portals cut summaries inside a sign."""


def decode(data: bytes, stated: str | None = None) -> str:
    """Text of ``data`` in ``charset_of`` it. What cannot be read becomes U+FFFD; nothing is dropped but a byte order mark."""
    charset = charset_of(data, stated)
    for mark, name in _BOMS:
        if name == charset:
            data = data.removeprefix(mark)
    return decode_gb18030(data) if charset == _GB else data.decode(charset, errors="replace")


def charset_of(data: bytes, stated: str | None = None) -> str:
    """The encoding of ``data``: what its byte order mark or its zeros say, UTF-8 while most signs are whole in it, else what is declared.

    UTF-8 goes before any declaration: other text is hardly ever valid in it, while UTF-8 pages that declare GBK exist.
    One damaged byte changes nothing of that. ``stated`` is what the server says, else the page is asked. A declaration
    of UTF-8, of Latin-1 or of what the text is not leaves GB 18030, of which GBK and GB 2312 are parts.
    """
    marked = next((name for mark, name in _BOMS if data.startswith(mark)), None) or unmarked_utf16(data)
    if marked or _is_utf8(data):
        return marked or "utf-8"
    named = (_codec(name) for name in (stated, _declared(data)) if name)
    others = (name for name in named if name and name not in _LATIN | _GB_FAMILY | {"utf-8"})
    return next((name for name in others if _broken(data, name) <= _BROKEN_SHARE), _GB)


def unmarked_utf16(data: bytes) -> str | None:
    """The encoding of UTF-16 without a byte order mark: every other byte of its digits, spaces and markup is zero.

    So is the first byte of 一 (4E00), where the second of a digit would be.
    """
    head = data[:_DECLARED_WITHIN]
    if b"\x00" not in head or len(data) % 2:
        return None
    zeros = {"utf-16-be": head[::2].count(0), "utf-16-le": head[1::2].count(0)}
    name = max(zeros, key=lambda one: zeros[one])
    if zeros[name] < max(2 * min(zeros.values()), _ZERO_SHARE * len(head), _FEWEST_ZEROS):
        return None
    text = head.decode(name, errors="replace")
    return name if "\x00" not in text and len(_ORDINARY.findall(text)) >= _ORDINARY_SHARE * len(text) else None


def decode_gb18030(data: bytes) -> str:
    """Text in GB 18030 of 2022: Python's codec gives what the edition of 2000 had no code for as private signs."""
    text = data.decode(_GB, errors="replace")
    return text.translate(gb18030_signs()) if _PRIVATE_CODES.search(text) else text


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", errors="replace")
        beyond_ascii = len(text) - len(data.translate(None, _BEYOND_ASCII))
        share = text.count("\ufffd") / beyond_ascii
        return share <= _FEW_BROKEN or (share <= _MANY_BROKEN and _broken(data, "utf-8") <= _broken(data, _GB))
    return True


def _declared(data: bytes) -> str | None:
    found = _DECLARED.search(data[:_DECLARED_WITHIN])
    return found.group(1).decode("ascii") if found else None


def _codec(name: str) -> str | None:
    """The codec of a name, if there is one for text of which ASCII is a part. A page that is no such text hides its names."""
    try:
        found = codecs.lookup(name).name
        return found if b"<".decode(found) == "<" else None
    except (LookupError, UnicodeError):
        return None


def _broken(data: bytes, charset: str) -> float:
    """Broken signs for each byte."""
    return data.decode(charset, errors="replace").count("\ufffd") / max(len(data), 1)
