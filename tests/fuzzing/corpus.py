"""Whole files to be damaged, one or more for each reader, and how each kind is damaged."""

from __future__ import annotations

import base64
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import pypdfium2 as pdfium
from fuzzing.mutations import Mutation, cut, in_bytes, in_member, in_objects, in_words
from PIL import Image
from reportlab.pdfgen.canvas import Canvas
from writer.compose import ordinary, write

_MARKUP = (in_words, in_words, in_bytes, cut)
_PACKED = (in_member, in_member, in_member, in_bytes, cut)
_BINARY = (in_bytes, in_bytes, in_bytes, cut)
_PDF = (in_objects, in_objects, in_objects, in_words, in_bytes, cut)


@dataclass(frozen=True, slots=True)
class Kind:
    formats: tuple[str, ...]
    """Formats of the report writer, or names in ``_OTHERS``."""
    mutations: tuple[Mutation, ...]


KINDS: Mapping[str, Kind] = {
    "pdf": Kind(("pdf", "pdf_unruled", "pdf_turned"), _PDF),
    "html": Kind(("html", "html_messy", "html_word", "html_nested", "html_gb18030", "html_hidden_copy"), _MARKUP),
    "mht": Kind(("mht",), _MARKUP),
    "docx": Kind(("docx", "docx_nested", "docx_tracked"), _PACKED),
    "doc": Kind(("doc", "doc_fast_saved"), _BINARY),
    "rtf": Kind(("rtf", "rtf_unicode"), _MARKUP),
    "xlsx": Kind(("xlsx",), _PACKED),
    "xls": Kind(("xls",), _BINARY),
    "ofd": Kind(("ofd",), _PACKED),
    "text": Kind(("text_tab", "text_pipe", "text_comma", "text_cell_lines", "text_spaces"), _MARKUP),
    "zip": Kind(("zip_docx", "zip_html"), _PACKED),
    "image": Kind(("small_png", "small_jpeg", "small_tiff", "small_webp", "small_scan"), _BINARY),
}


@cache
def whole(name: str, seed: int = 5) -> bytes:
    """An ordinary report in the format ``name``."""
    if name in _OTHERS:
        return _OTHERS[name]()
    return write(ordinary(seed, name)).data


def _mht() -> bytes:
    packed = base64.encodebytes(whole("html"))
    head = b'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\n\n--b\nContent-Type: text/html; charset=utf-8\n'
    return head + b"Content-Transfer-Encoding: base64\n\n" + packed + b"\n--b--\n"


def _page() -> Image.Image:
    """A ruled corner of a report, small enough to be recognised within a second."""
    document = pdfium.PdfDocument(whole("pdf"))
    return document[len(document) - 1].render(scale=1.2).to_pil().convert("RGB").crop((0, 0, 400, 260))


def _image(kind: str) -> bytes:
    buffer = io.BytesIO()
    _page().save(buffer, kind)
    return buffer.getvalue()


def _scan() -> bytes:
    """A PDF whose only page is a picture."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(400, 260), invariant=1)
    canvas.drawInlineImage(_page(), 0, 0, 400, 260)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


_OTHERS = {
    "mht": _mht,
    "small_png": lambda: _image("PNG"),
    "small_jpeg": lambda: _image("JPEG"),
    "small_tiff": lambda: _image("TIFF"),
    "small_webp": lambda: _image("WEBP"),
    "small_scan": _scan,
}


def files(kind: str) -> Sequence[bytes]:
    return [whole(name) for name in KINDS[kind].formats]
