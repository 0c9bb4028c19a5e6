"""What bytes are, by their content; names and declared types are not believed."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import ExitStack, closing

from parsing.blocks import ReadError
from parsing.compounds import Compound
from parsing.formats import by_first_bytes, formats, in_container
from parsing.readers.decode import unmarked_utf16
from parsing.zip_file import Zip

_FORMATS = formats()
PDF = _FORMATS["pdf"].media_type
HTML = _FORMATS["html"].media_type
MHT = _FORMATS["mht"].media_type
WORD_XML = _FORMATS["word_xml"].media_type
"""Word written as one flat XML file: WordprocessingML 2003 or Flat OPC."""
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
    """The media type of ``data``; ``application/octet-stream`` if no known format fits."""
    with ExitStack() as stack:
        return kind_of(
            data,
            lambda: stack.enter_context(closing(Zip(data))),
            lambda: stack.enter_context(closing(Compound(data))),
        )


def kind_of(data: bytes, package: Callable[[], Zip], compound: Callable[[], Compound]) -> str:
    """The same; ``package`` and ``compound`` open the data as such containers if they begin like them."""
    head = data[:_LOOKED_AT]
    found = by_first_bytes(head)
    if found is _FORMATS["zip"]:
        return _zip_type(package)
    if found is _FORMATS["compound"]:
        return _compound_type(compound)
    if found is not None:
        return found.media_type
    # Some programs write a few bytes before a PDF begins; viewers read such files.
    if b"%PDF-" in head[:1024]:
        return PDF
    return _text_type(head)


def _text_type(head: bytes) -> str:
    is_utf16 = head.startswith(_TEXT_MARKS) or unmarked_utf16(head[: len(head) // 2 * 2]) is not None
    text = head.replace(b"\x00", b"") if is_utf16 else head
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


def _zip_type(package: Callable[[], Zip]) -> str:
    """A zip that cannot be opened is still a zip: its reader says what is wrong with it."""
    try:
        names = set(package().names)
    except ReadError:
        return ZIP
    found = in_container(_FORMATS["zip"], names)
    # A folder named "word" makes no Word document; every Office package lists its parts.
    return ZIP if found.is_known_by_folder and "[Content_Types].xml" not in names else found.media_type


def _compound_type(compound: Callable[[], Compound]) -> str:
    try:
        opened = compound()
    except ReadError:
        return COMPOUND
    streams = [stream for stream in _STREAMS if stream in opened]
    return in_container(_FORMATS["compound"], streams).media_type
