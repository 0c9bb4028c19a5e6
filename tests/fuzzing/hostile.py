"""Files made to hurt, in every format but PDF (``hostile_pdf``): bombs, entities, endless tables and nests, locks."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping

from fuzzing.corpus import whole
from PIL import Image
from writer.formats import ofd
from writer.formats.compound import compound
from writer.formats.doc import Part, binary

from practice.writers.packed import archive

_LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {chr(98 + level)} "{f"&{chr(97 + level)};" * 10}">' for level in range(12)
) + "]>"  # fmt: skip
_OUTSIDE = '<!DOCTYPE x [<!ENTITY m SYSTEM "file:///etc/hostname">]>'
_CELLS = 1_000_000
PART = {
    "docx": "word/document.xml",
    "xlsx": "xl/worksheets/sheet1.xml",
    "ofd": "Doc_0/Pages/Page_1/Content.xml",
}


def replaced(form: str, change: Callable[[bytes], bytes]) -> bytes:
    """A whole report whose main part is changed."""
    with zipfile.ZipFile(io.BytesIO(whole(form))) as package:
        members = {name: package.read(name) for name in package.namelist()}
    members[PART[form]] = change(members[PART[form]])
    return archive(members)


def with_entities(form: str, declared: str, used: str) -> bytes:
    """A document type before the root of the main part, and an entity in its first text."""

    def change(data: bytes) -> bytes:
        head, _, rest = data.partition(b"?>")
        root, _, rest = rest.partition(b">")
        return head + b"?>" + declared.encode() + root + b">" + used.encode() + rest

    return replaced(form, change)


def nested_zip_bomb() -> bytes:
    """Sixteen zips in each of sixteen zips in each …, 4 MiB of zeros at the end of each way."""
    data = archive({"0.txt": bytes(4 * 2**20)})
    for _ in range(5):
        data = archive({f"{number}.zip": data for number in range(16)})
    return data


def overlapping_zip_bomb(members: int = 250) -> bytes:
    """Every entry of the directory points to the same 10 MiB."""
    whole_file = archive({"a.txt": bytes(10 * 2**20)})
    at = whole_file.index(b"PK\x01\x02")
    entry, end = whole_file[at : whole_file.index(b"PK\x05\x06")], whole_file[whole_file.index(b"PK\x05\x06") :]
    directory = b"".join(entry.replace(b"a.txt", b"%05d" % number) for number in range(members))
    tail = end[:8] + struct.pack("<HHI", members, members, len(directory)) + end[16:]
    return whole_file[:at] + directory + tail


def html_table() -> bytes:
    return "<html><h1>公开年度报告</h1><table>".encode() + b"<tr>" + b"<td>1" * _CELLS + b"</table>"


def html_rows() -> bytes:
    return b"<html><table>" + b"<tr><td>1<td>2" * (_CELLS // 2) + b"</table>"


def html_spans() -> bytes:
    return b"<html><table>" + (b"<tr>" + b"<td rowspan=1000 colspan=1000>1") * 3_000 + b"</table>"


def html_nest() -> bytes:
    return b"<html>" + b"<div>" * 300_000 + b"1" + b"</div>" * 300_000


def html_table_nest() -> bytes:
    return b"<html>" + b"<table><tr><td>" * 100_000 + b"1"


def html_attributes() -> bytes:
    return b"<html><p " + b" ".join(b"a%d=1" % number for number in range(500_000)) + b">x</p>"


def docx_table() -> bytes:
    cells = b"<w:tr>" + b"<w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc>" * 10 + b"</w:tr>"
    return replaced(
        "docx", lambda data: data.replace(b"<w:sectPr/>", b"<w:tbl>" + cells * (_CELLS // 10) + b"</w:tbl>")
    )


def docx_nest(depth: int = 60) -> bytes:
    begins, ends = b"<w:tbl><w:tr><w:tc>" * depth, b"</w:tc></w:tr></w:tbl>" * depth
    return replaced("docx", lambda data: data.replace(b"<w:sectPr/>", begins + ends))


def docx_endless_nest() -> bytes:
    return docx_nest(20_000)


def xlsx_table() -> bytes:
    rows = b"".join(
        b'<row r="%d">%s</row>' % (r, b"".join(b'<c r="%c%d"><v>1</v></c>' % (65 + c, r) for c in range(20)))
        for r in range(1, _CELLS // 20)
    )
    return replaced("xlsx", lambda data: data.replace(b"<sheetData>", b"<sheetData>" + rows))


def xlsx_far_cell() -> bytes:
    return replaced(
        "xlsx",
        lambda data: data.replace(
            b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
        ),
    )


def xlsx_merged() -> bytes:
    return replaced(
        "xlsx",
        lambda data: data.replace(b"<mergeCells>", b"<mergeCells>" + b'<mergeCell ref="A1:XFD1048576"/>' * 1_000),
    )


def rtf_table() -> bytes:
    return rb"{\rtf1\ansi " + rb"\trowd\cellx100\cellx200 1\cell 2\cell\row" * (_CELLS // 2) + b"}"


def rtf_nest() -> bytes:
    return rb"{\rtf1" + b"{" * 2_000_000


def rtf_table_nest() -> bytes:
    return rb"{\rtf1 " + b"".join(rb"\itap%d\intbl 1\nestcell" % depth for depth in range(1, 40_000)) + b"}"


def ofd_nest() -> bytes:
    return replaced("ofd", lambda data: data.replace(b"<ofd:Layer>", b"<ofd:Layer>" + b"<ofd:PageBlock>" * 100_000))


def ofd_pages() -> bytes:
    return ofd.package([["<ofd:TextObject/>"]] * 3_000)


def ofd_signs() -> bytes:
    text = '<ofd:TextObject Boundary="0 0 9 9" Size="3"><ofd:TextCode X="0" Y="3">{}</ofd:TextCode></ofd:TextObject>'
    return ofd.package([[text.format("1" * 10_000_000)]])


def ofd_lines() -> bytes:
    line = '<ofd:PathObject Boundary="0 0 210 297" Stroke="true"><ofd:AbbreviatedData>M {0} 0 L {0} 297 M 0 {0} L 210 {0}</ofd:AbbreviatedData></ofd:PathObject>'
    return ofd.package([["".join(line.format(number / 50) for number in range(10_000))]])


def text_table() -> bytes:
    return b"1\t2\t3\n" * (_CELLS // 2)


def text_line() -> bytes:
    return b"1 2 3 " + "一 ".encode() * 1_200_000


def mht_nest() -> bytes:
    head = b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n"
    return head + b"--b\nContent-Type: multipart/mixed; boundary=b\n\n" * 100_000


def mht_parts() -> bytes:
    head = b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n"
    return head + b"--b\nContent-Type: text/plain\n\nx\n" * 100_000 + b"--b--\n"


def _xls(*records: tuple[int, bytes]) -> bytes:
    packed = b"".join(struct.pack("<HH", kind, len(data)) + data for kind, data in records)
    return compound({"Workbook": packed})


def locked_xls() -> bytes:
    beginning = struct.pack("<HHHHII", 0x0600, 5, 0, 0, 0, 0)
    return _xls((0x0809, beginning), (0x002F, struct.pack("<HHH", 1, 1, 1) + bytes(48)), (0x000A, b""))


def locked_office() -> bytes:
    """What Word and Excel make of a .docx or .xlsx under a password (MS-OFFCRYPTO 2.3.1)."""
    return compound({"EncryptionInfo": b"\x04\x00\x04\x00" + bytes(60), "EncryptedPackage": bytes(5_000)})


def locked_doc() -> bytes:
    return binary([Part("a\r")], flags=0x0100)


def _patched(kind: str, marks: Mapping[bytes, bytes]) -> bytes:
    buffer = io.BytesIO()
    Image.new("L", (100, 80), 255).save(buffer, kind)
    data = buffer.getvalue()
    for old, new in marks.items():
        assert old in data
        data = data.replace(old, new, 1)
    return data


def huge_png() -> bytes:
    header = b"IHDR" + struct.pack(">II", 30_000, 30_000) + b"\x08\x00\x00\x00\x00"
    packed = zlib.compress(bytes(30_001 * 300))

    def chunk(data: bytes) -> bytes:
        return struct.pack(">I", len(data) - 4) + data + struct.pack(">I", zlib.crc32(data))

    return b"\x89PNG\r\n\x1a\n" + chunk(header) + chunk(b"IDAT" + packed) + chunk(b"IEND")


def huge_jpeg() -> bytes:
    return _patched("JPEG", {struct.pack(">BHH", 8, 80, 100): struct.pack(">BHH", 8, 30_000, 30_000)})


def huge_tiff() -> bytes:
    return _patched(
        "TIFF",
        {
            struct.pack("<HHII", 256, 4, 1, 100): struct.pack("<HHII", 256, 4, 1, 30_000),
            struct.pack("<HHII", 257, 4, 1, 80): struct.pack("<HHII", 257, 4, 1, 30_000),
        },
    )


def narrow_png() -> bytes:
    buffer = io.BytesIO()
    Image.new("1", (1, 1_000_000)).save(buffer, "PNG")
    return buffer.getvalue()


def many_frames() -> bytes:
    buffer = io.BytesIO()
    frame = Image.new("1", (8, 8))
    frame.save(buffer, "TIFF", save_all=True, append_images=[frame] * 500)
    return buffer.getvalue()


def large_text() -> bytes:
    return b"1 2 3\n" * (200 * 2**20 // 6)


_ENTITIES = "declares XML entities or a document type, which is refused"
_TOO_MANY_CELLS = "the tables have more than 200000 cells"

FILES: Mapping[str, tuple[Callable[[], bytes], str]] = {
    "nested_zip_bomb": (nested_zip_bomb, "nested deeper than the 2 levels"),
    "overlapping_zip_bomb": (overlapping_zip_bomb, "the zip file unpacks to more than 256 MiB"),
    **{
        f"{name}_{form}": (
            lambda form=form, declared=declared, used=used: with_entities(form, declared, used),
            _ENTITIES,
        )
        for name, declared, used in (("laughs", _LAUGHS, "&m;"), ("outside", _OUTSIDE, "&m;"))
        for form in PART
    },
    "html_table": (html_table, _TOO_MANY_CELLS),
    "html_rows": (html_rows, _TOO_MANY_CELLS),
    "html_spans": (html_spans, "a table has more than 1000 columns|the spans of a table overlap beyond measure"),
    "html_nest": (html_nest, "nested too deeply"),
    "html_table_nest": (html_table_nest, "nested too deeply"),
    "html_attributes": (html_attributes, "too many attributes"),
    "docx_table": (docx_table, "cells|larger than 32 MiB"),
    "docx_nest": (docx_nest, ""),
    "docx_endless_nest": (docx_endless_nest, "nested too deeply"),
    "xlsx_table": (xlsx_table, "cells|larger than 32 MiB"),
    "xlsx_far_cell": (xlsx_far_cell, _TOO_MANY_CELLS),
    "xlsx_merged": (xlsx_merged, ""),
    "rtf_table": (rtf_table, _TOO_MANY_CELLS),
    "rtf_nest": (rtf_nest, "nested too deeply"),
    "rtf_table_nest": (rtf_table_nest, "nested too deeply"),
    "ofd_nest": (ofd_nest, "nested too deeply|damaged"),
    "ofd_pages": (ofd_pages, "more than the 200 pages that are read"),
    "ofd_signs": (ofd_signs, "characters|larger than 32 MiB"),
    "ofd_lines": (ofd_lines, ""),
    "text_table": (text_table, "cells|characters"),
    "text_line": (text_line, "characters"),
    "mht_nest": (mht_nest, ""),
    "mht_parts": (mht_parts, ""),
    "locked_xls": (locked_xls, "the workbook is locked by a password"),
    "locked_office": (locked_office, "the Office document is locked by a password"),
    "locked_doc": (locked_doc, "the Word document is locked by a password"),
    "huge_png": (huge_png, "the image is too large to be read|too many to be read"),
    "huge_jpeg": (huge_jpeg, "the image is too large to be read|too many to be read"),
    "huge_tiff": (huge_tiff, "the image is too large to be read|too many to be read"),
    "narrow_png": (narrow_png, ""),
    "many_frames": (many_frames, "the image has more than the 24 pages that are read"),
    "large_text": (large_text, "the file is larger than the 64 MiB that are read"),
}
