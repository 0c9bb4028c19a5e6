"""The charset that a page is really in: portals send GBK and say UTF-8, or say nothing. The rule is the parser's."""

from __future__ import annotations

from scrapy.http import Response, TextResponse

from parsing.readers.decode import charset_of


def in_its_charset(response: Response) -> Response:
    """The response, read in the charset of its bytes if that is not the stated one."""
    if not isinstance(response, TextResponse) or response.body.isascii():
        return response
    charset = charset_of(response.body, response.encoding)
    return response if charset == response.encoding else response.replace(encoding=charset)
