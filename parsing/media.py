"""What bytes are, by their content; names and declared types are not believed."""

from __future__ import annotations

import io
import re

import olefile  # type: ignore[import-untyped]

from parsing.blocks import ReadError
from parsing.formats import by_first_bytes, formats, in_container
from parsing.zips import Zip

_FORMATS = formats()
PDF = _FORMATS["pdf"].media_type
HTML = _FORMATS["html"].media_type
MHT = _FORMATS["mht"].media_type
DOC = _FORMATS["doc"].media_type
DOCX = _FORMATS["docx"].media_type
XLS = _FORMATS["xls"].media_type
XLSX = _FORMATS["xlsx"].media_type
WORD_XML = _FORMATS["word_xml"].media_type
"""Word written as one flat XML file: WordprocessingML 2003 or Flat OPC."""
OFD = _FORMATS["ofd"].media_type
RTF = _FORMATS["rtf"].media_type
ZIP = _FORMATS["zip"].media_type
COMPOUND = _FORMATS["compound"].media_type
"""An OLE compound file that is neither Word nor Excel; a locked .docx or .xlsx is one."""
PNG = _FORMATS["png"].media_type
JPEG = _FORMATS["jpeg"].media_type
TIFF = _FORMATS["tiff"].media_type
WEBP = _FORMATS["webp"].media_type
GIF = _FORMATS["gif"].media_type
RAR = _FORMATS["rar"].media_type
IMAGES = (PNG, JPEG, TIFF, WEBP)
"""Images that are read."""
TEXT = _FORMATS["text"].media_type
UNKNOWN = _FORMATS["unknown"].media_type

_MARKUP = re.compile(rb"<\s*(?:!doctype\s+html|html|head|body|div|table|meta|p|ul|span|script)\b", re.IGNORECASE)
_WORD_XML = re.compile(rb"<(?:\w+:)?(?:wordDocument|package)\b[^>]*(?:wordml|xmlPackage)")
_MIME = re.compile(rb"^(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?content-type:\s*multipart/", re.IGNORECASE)
_LOOKED_AT = 4096
_TEXT_MARKS = (b"\xff\xfe", b"\xfe\xff")
_STREAMS = [stream for found in _FORMATS.values() if found.container == "compound" for stream in found.inside]


def media_type(data: bytes) -> str:
    """The media type of ``data``; ``application/octet-stream`` where it is none that is known."""
    head = data[:_LOOKED_AT]
    found = by_first_bytes(head)
    if found is _FORMATS["zip"]:
        return _zip_type(data)
    if found is _FORMATS["compound"]:
        return _compound_type(data)
    if found is not None:
        return found.media_type
    # Some programs write a few bytes before a PDF begins; viewers read such files.
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
    found = in_container(_FORMATS["zip"], names).media_type
    # A folder named "word" makes no Word document; every Office package lists its parts.
    return found if found == OFD or "[Content_Types].xml" in names else ZIP


def _compound_type(data: bytes) -> str:
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as compound:
            streams = [stream for stream in _STREAMS if compound.exists(stream)]
    except (OSError, ValueError, IndexError, TypeError, OverflowError):
        return COMPOUND
    return in_container(_FORMATS["compound"], streams).media_type
