"""The charset that a page is really in: portals send GBK and say UTF-8, or say nothing.

What a page and its header say is believed while it can be read so. A byte order mark is always believed, by Scrapy.
"""

from __future__ import annotations

from scrapy.http import Response, TextResponse

LATIN = frozenset({"ascii", "cp1252", "iso8859-1", "latin-1", "latin_1", "iso-8859-1", "windows-1252"})
"""What servers say of everything, and what is guessed where nothing is said: no charset of a page in Chinese."""

CHINESE = ("utf-8", "gb18030")
BAD_SHARE = 0.01
"""A page may have so many broken characters for each byte: portals cut summaries in the middle of one."""


def in_its_charset(response: Response) -> Response:
    """The response, read in the charset of its bytes where that is not the stated one."""
    if not isinstance(response, TextResponse) or response.body.isascii():
        return response
    charset = charset_of(response.body, response.encoding)
    return response if charset == response.encoding else response.replace(encoding=charset)


def charset_of(body: bytes, stated: str) -> str:
    """``stated`` where the body can be read so, else the Chinese charset that breaks fewest characters."""
    if stated.lower() not in LATIN and _broken(body, stated) <= BAD_SHARE:
        return stated
    best = min(CHINESE, key=lambda charset: _broken(body, charset))
    return best if _broken(body, best) <= BAD_SHARE else stated


def _broken(body: bytes, charset: str) -> float:
    try:
        body.decode(charset)
    except UnicodeDecodeError:
        return body.decode(charset, "replace").count("\ufffd") / len(body)
    except LookupError:
        return 1.0
    return 0.0
