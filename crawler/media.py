"""What a body is, by its first bytes and only then by what the server says: ``.pdf`` may be an HTML page."""

from __future__ import annotations

import io
import struct
import zipfile

from parsing.formats import by_first_bytes, formats, in_container

_COMPOUND, _ZIP = formats()["compound"], formats()["zip"]
LONGEST_LISTING = 1024 * 1024
"""Bytes of a zip's directory; a document of a thousand parts has a tenth of that."""

_COMPOUND_TYPES = {"application/vnd.ms-works"} | {
    found.media_type for found in formats().values() if found.container == _COMPOUND.code
}
"""What a server may say of a compound file; which of them it is stands too deep in it."""


def media_type(body: bytes, content_type: str | None) -> str | None:
    """The media type without parameters, lower case; ``None`` if nobody says."""
    stated = (content_type or "").split(";")[0].strip().lower() or None
    found = by_first_bytes(body)
    if found is _ZIP:
        return _of_zip(body)
    if found is not None:
        return stated if found is _COMPOUND and stated in _COMPOUND_TYPES else found.media_type
    head = body[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html")):
        return "text/html"
    return stated


def _of_zip(body: bytes) -> str:
    """By its members; a zip that lists more than any document has is not looked into."""
    end = body.rfind(b"PK\x05\x06")
    if end < 0 or int.from_bytes(body[end + 12 : end + 16], "little") > LONGEST_LISTING:
        return _ZIP.media_type
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            members = set(archive.namelist())
    except (zipfile.BadZipFile, NotImplementedError, OSError, RuntimeError, ValueError, struct.error):
        return _ZIP.media_type
    return in_container(_ZIP, members).media_type
