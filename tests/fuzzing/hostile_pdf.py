"""PDFs made to hurt, written object by object."""

from __future__ import annotations

import base64
import io
import zlib
from collections.abc import Callable, Mapping

from fuzzing.mutations import rebuilt
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << %s >> /Contents 4 0 R >>"
_ZEROS = bytes(2**20)


def pdf(objects: Mapping[int, bytes], contents: bytes = b"", resources: bytes = b"") -> bytes:
    """A PDF of one page with these contents, and with ``objects`` beside or instead of its own."""
    own = {
        1: CATALOG,
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: PAGE % resources,
        4: stream(contents),
    }
    return rebuilt({number: b"\n" + body + b"\n" for number, body in {**own, **objects}.items()}, 1)


def stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), entries, data)


def zeros_packed(mebibytes: int) -> bytes:
    """Flate of so many MiB of one byte, made of one piece again and again."""
    packer = zlib.compressobj(9)
    head = packer.compress(_ZEROS) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(_ZEROS) + packer.flush(zlib.Z_FULL_FLUSH)
    return head + again * (mebibytes - 1) + packer.flush()


def flate_bomb(mebibytes: int = 4096) -> bytes:
    return pdf({4: stream(zeros_packed(mebibytes), b"/Filter /FlateDecode")})


def flate_in_flate_bomb() -> bytes:
    return pdf({4: stream(zlib.compress(zeros_packed(16_384), 9), b"/Filter [/FlateDecode /FlateDecode]")})


def ascii_flate_bomb() -> bytes:
    packed = base64.a85encode(zeros_packed(1024)) + b"~>"
    return pdf({4: stream(packed, b"/Filter [/ASCII85Decode /FlateDecode]")})


def run_length_bomb() -> bytes:
    return pdf({4: stream(b"\x81 " * 4 * 2**20 + b"\x80", b"/Filter /RunLengthDecode")})


def lzw_bomb(codes: int = 2_000_000) -> bytes:
    """Code after code of ever longer runs of one sign, begun anew whenever the table is full."""
    pool, bits, width, size, out = 0, 0, 9, 258, bytearray()
    pieces: list[bytes] = []

    def put(code: int) -> None:
        nonlocal pool, bits
        pool, bits = pool << width | code, bits + width
        while bits >= 8:
            bits -= 8
            out.append(pool >> bits & 255)
        pool &= (1 << bits) - 1

    def table() -> None:
        nonlocal width, size
        put(256)
        width, size = 9, 258
        put(32)
        while size < 4093:
            put(size)
            size += 1
            width = min(max((size + 1).bit_length(), 9), 12)

    for _ in range(8):
        table()
    # Eight tables end on a whole byte only by chance: what follows only has to be long.
    pieces = [bytes(out)] * max(codes // (8 * 3835), 1)
    return pdf({4: stream(b"".join(pieces), b"/Filter /LZWDecode")})


def many_streams(count: int = 60) -> bytes:
    packed = stream(zeros_packed(100), b"/Filter /FlateDecode")
    return pdf(dict.fromkeys(range(5, 5 + count), packed))


def page_tree_loop() -> bytes:
    return pdf({2: b"<< /Type /Pages /Kids [2 0 R 3 0 R 2 0 R] /Count 3 >>"})


def form_loop() -> bytes:
    form = stream(b"/F Do", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /F 5 0 R >> >>")
    return pdf({5: form}, b"/F Do", b"/XObject << /F 5 0 R >>")


def forms_in_forms(levels: int = 12, each: int = 12) -> bytes:
    """Every form shows the next a dozen times: 12 to the power of 12 drawings."""
    entries = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /F %d 0 R >> >>"
    forms = {5 + level: stream(b"/F Do " * each, entries % (6 + level)) for level in range(levels)}
    last = stream(b"0 0 1 1 re f", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9]")
    return pdf({**forms, 5 + levels: last}, b"/F Do", b"/XObject << /F 5 0 R >>")


def many_pages(count: int = 5_000) -> bytes:
    kids = b" ".join(b"%d 0 R" % number for number in range(10, 10 + count))
    pages = dict.fromkeys(range(10, 10 + count), PAGE % b"")
    return pdf({2: b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count), **pages})


def many_objects(count: int = 100_000) -> bytes:
    return pdf(dict.fromkeys(range(5, 5 + count), b"<< /A [1 2 3] >>"))


def many_drawings(count: int = 25_000) -> bytes:
    lines = b"".join(b"%d %d m %d %d l S " % (k % 595, k % 842, k % 595, k % 31) for k in range(count))
    return pdf({}, lines)


def fine_grid(lines: int = 1_500) -> bytes:
    """As many lines across as down, a third of a point apart."""
    across = b"".join(b"0 %.2f m 595 %.2f l S " % (k * 0.55, k * 0.55) for k in range(lines))
    down = b"".join(b"%.2f 0 m %.2f 842 l S " % (k * 0.39, k * 0.39) for k in range(lines))
    return pdf({}, across + down)


def many_signs(count: int = 1_000_000) -> bytes:
    text = b"BT /F 9 Tf 0 0 Td " + b"(1234567890) Tj 3 0 Td " * (count // 10) + b"ET"
    return pdf({5: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"}, text, b"/Font << /F 5 0 R >>")


def huge_page() -> bytes:
    return pdf({3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 1e9 1e9] /Contents 4 0 R >>"}, b"0 0 1e9 1e9 re f")


def deep_arrays() -> bytes:
    return pdf({5: b"[" * 2_000_000}, b"[" * 500_000)


def endless_ranges() -> bytes:
    """Widths and a text map that say they hold four billion signs."""
    font = b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [6 0 R] /ToUnicode 7 0 R >>"
    below = b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /W [0 4294967295 500] >>"
    text_map = stream(
        b"1 begincodespacerange <00000000> <ffffffff> endcodespacerange 1 beginbfrange <00000000> <ffffffff> <0031> endbfrange"
    )
    return pdf({5: font, 6: below, 7: text_map}, b"BT /F 9 Tf <00010002> Tj ET", b"/Font << /F 5 0 R >>")


def picture(width: int, height: int, data: bytes, name: bytes, bits: int = 8) -> bytes:
    """A page that shows one picture."""
    entries = (
        b"/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray /BitsPerComponent %d /Filter /%s"
    )
    return pdf(
        {5: stream(data, entries % (width, height, bits, name))},
        b"595 0 0 842 0 0 cm /I Do",
        b"/XObject << /I 5 0 R >>",
    )


def picture_bomb() -> bytes:
    return picture(30_000, 30_000, zeros_packed(900), b"FlateDecode")


def fax_bomb() -> bytes:
    """One bit a dot, and lines that are like the line above: the whole page is some bytes."""
    return picture(30_000, 30_000, b"\xff" * 3_750, b"CCITTFaxDecode", 1)


def encrypted() -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, encrypt=StandardEncryption("secret", strength=128), invariant=1)
    canvas.drawString(72, 720, "12345")
    canvas.save()
    return buffer.getvalue()


FILES: Mapping[str, tuple[Callable[[], bytes], str]] = {
    "flate_bomb": (flate_bomb, "a stream of the PDF unpacks to more than 128 MiB"),
    "flate_in_flate_bomb": (flate_in_flate_bomb, "a stream of the PDF unpacks to more than 128 MiB"),
    "ascii_flate_bomb": (ascii_flate_bomb, "a stream of the PDF unpacks to more than 128 MiB"),
    "run_length_bomb": (run_length_bomb, "a stream of the PDF unpacks to more than 128 MiB"),
    "lzw_bomb": (lzw_bomb, "a stream of the PDF unpacks to more than 128 MiB"),
    "many_streams": (many_streams, "the PDF unpacks to more than 512 MiB"),
    "page_tree_loop": (page_tree_loop, ""),
    "form_loop": (form_loop, ""),
    "forms_in_forms": (forms_in_forms, ""),
    "many_pages": (many_pages, "the PDF has 5000 pages, more than the 200 that are read"),
    "many_objects": (many_objects, "nothing in it is the title or the form of an annual disclosure report"),
    "many_drawings": (many_drawings, ""),
    "fine_grid": (fine_grid, ""),
    "many_signs": (many_signs, ""),
    "huge_page": (huge_page, ""),
    "deep_arrays": (deep_arrays, ""),
    "endless_ranges": (endless_ranges, ""),
    "picture_bomb": (picture_bomb, "a stream of the PDF unpacks to more than 128 MiB"),
    "fax_bomb": (fax_bomb, ""),
    "encrypted": (encrypted, "the PDF is locked by a password"),
}
