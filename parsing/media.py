"""What bytes are, by their content; names and declared types are not believed."""

from __future__ import annotations

import io
import re
import zipfile

PDF = "application/pdf"
HTML = "text/html"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TEXT = "text/plain"
UNKNOWN = "application/octet-stream"

_MARKUP = re.compile(rb"<\s*(?:!doctype\s+html|html|head|body|div|table|meta|p|ul|span|script)\b", re.IGNORECASE)
_LOOKED_AT = 4096


def media_type(data: bytes) -> str:
    """The media type of ``data``; ``application/octet-stream`` where it is none that is read."""
    head = data[:_LOOKED_AT]
    if b"%PDF-" in head[:1024]:
        return PDF
    if head.startswith(b"PK\x03\x04"):
        return _zip_type(data)
    if _MARKUP.search(head):
        return HTML
    return UNKNOWN if b"\x00" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")) else TEXT


def _zip_type(data: bytes) -> str:
    try:
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return UNKNOWN
    return DOCX if "word/document.xml" in names else UNKNOWN
