"""What bytes are, by their content; names and declared types are not believed."""

from __future__ import annotations

import io
import re

import olefile  # type: ignore[import-untyped]

from parsing.blocks import ReadError
from parsing.zips import Zip

PDF = "application/pdf"
HTML = "text/html"
MHT = "multipart/related"
DOC = "application/msword"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLS = "application/vnd.ms-excel"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORD_XML = "application/vnd.ms-word.xml"
"""Word written as one flat XML file: WordprocessingML 2003 or Flat OPC."""
OFD = "application/ofd"
RTF = "application/rtf"
ZIP = "application/zip"
COMPOUND = "application/x-ole-storage"
"""An OLE compound file that is neither Word nor Excel; a locked .docx or .xlsx is one."""
PNG = "image/png"
JPEG = "image/jpeg"
TIFF = "image/tiff"
WEBP = "image/webp"
IMAGES = (PNG, JPEG, TIFF, WEBP)
TEXT = "text/plain"
UNKNOWN = "application/octet-stream"

_MARKUP = re.compile(rb"<\s*(?:!doctype\s+html|html|head|body|div|table|meta|p|ul|span|script)\b", re.IGNORECASE)
_WORD_XML = re.compile(rb"<(?:\w+:)?(?:wordDocument|package)\b[^>]*(?:wordml|xmlPackage)")
_MIME = re.compile(rb"^(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?content-type:\s*multipart/", re.IGNORECASE)
_LOOKED_AT = 4096
_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"\xff\xd8\xff", JPEG),
    (b"II*\x00", TIFF),
    (b"MM\x00*", TIFF),
    (b"{\\rtf", RTF),
)
_TEXT_MARKS = (b"\xff\xfe", b"\xfe\xff")
_COMPOUND_STREAMS = (("WordDocument", DOC), ("Workbook", XLS), ("Book", XLS))


def media_type(data: bytes) -> str:
    """The media type of ``data``; ``application/octet-stream`` where it is none that is known."""
    head = data[:_LOOKED_AT]
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return WEBP
    if head.startswith(b"PK\x03\x04"):
        return _zip_type(data)
    if head.startswith(olefile.MAGIC):
        return _compound_type(data)
    if b"%PDF-" in head[:1024]:
        return PDF
    return _text_type(head)


def _text_type(head: bytes) -> str:
    text = head.replace(b"\x00", b"") if head.startswith(_TEXT_MARKS) else head
    bare = text.removeprefix(b"\xef\xbb\xbf").lstrip()
    if bare.startswith(b"{\\rtf"):
        return RTF
    if _WORD_XML.search(text):
        return WORD_XML
    if _MIME.match(bare.replace(b"\r\n", b"\n")):
        return MHT
    if _MARKUP.search(text):
        return HTML
    return UNKNOWN if b"\x00" in text else TEXT


def _zip_type(data: bytes) -> str:
    """A zip that cannot be opened is still a zip: its reader says what is wrong with it."""
    try:
        names = set(Zip(data).names)
    except ReadError:
        return ZIP
    if "OFD.xml" in names:
        return OFD
    if "[Content_Types].xml" in names:
        for folder, kind in (("word/", DOCX), ("xl/", XLSX)):
            if any(name.startswith(folder) and name.endswith(".xml") for name in names):
                return kind
    return ZIP


def _compound_type(data: bytes) -> str:
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as compound:
            return next((kind for stream, kind in _COMPOUND_STREAMS if compound.exists(stream)), COMPOUND)
    except (OSError, ValueError, IndexError, TypeError, OverflowError):
        return COMPOUND
