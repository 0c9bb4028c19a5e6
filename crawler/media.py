"""What a body is, by its first bytes and only then by what the server says: ``.pdf`` may be an HTML page."""

from __future__ import annotations

import io
import struct
import zipfile

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "application/pdf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"{\\rtf", "application/rtf"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"\x89PNG", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
)
_ZIP_MEMBERS: tuple[tuple[str, str], ...] = (
    ("word/document.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("xl/workbook.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("OFD.xml", "application/ofd"),
)
LONGEST_LISTING = 1024 * 1024
"""Bytes of a zip's directory; a document of a thousand parts has a tenth of that."""

_OLE_TYPES = ("application/msword", "application/vnd.ms-excel", "application/vnd.ms-works")


def media_type(body: bytes, content_type: str | None) -> str | None:
    """The media type without parameters, lower case; ``None`` where nobody says."""
    stated = (content_type or "").split(";")[0].strip().lower() or None
    for magic, name in _MAGIC:
        if body.startswith(magic):
            return stated if name == "application/x-ole-storage" and stated in _OLE_TYPES else name
    if body.startswith(b"PK\x03\x04"):
        return _of_zip(body)
    head = body[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html")):
        return "text/html"
    return stated


def _of_zip(body: bytes) -> str:
    """By its members; a zip that lists more than any document has is not looked into."""
    end = body.rfind(b"PK\x05\x06")
    if end < 0 or int.from_bytes(body[end + 12 : end + 16], "little") > LONGEST_LISTING:
        return "application/zip"
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            members = set(archive.namelist())
    except (zipfile.BadZipFile, NotImplementedError, OSError, RuntimeError, ValueError, struct.error):
        return "application/zip"
    return next((name for member, name in _ZIP_MEMBERS if member in members), "application/zip")
