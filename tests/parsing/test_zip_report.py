"""Zips: the report inside stands for them; bombs and ambiguity are refused with a reason."""

import io
import struct
import zipfile

import pypdfium2 as pdfium
import pytest
from PIL import Image
from writer.compose import ordinary, write
from writer.score import score

from parsing.blocks import ReadError
from parsing.document import parse
from parsing.limits import MAX_MEMBERS
from parsing.zip_file import Zip


def specimen(form, seed=1):
    return write(ordinary(seed, form))


def zipped(members, compression=zipfile.ZIP_DEFLATED):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as file:
        for name, data in members.items():
            file.writestr(name, data)
    return buffer.getvalue()


NOTICE = "<html><p>关于报送材料的通知</p></html>".encode()


@pytest.mark.parametrize("form", ["docx", "doc", "rtf", "xlsx", "html", "pdf"])
def test_the_member_that_is_a_report_is_read(form):
    report = specimen(form)
    document = parse(zipped({"a/notice.html": NOTICE, "a/report": report.data, "__MACOSX/._r": b"x"}), "a.zip")
    found = score(report, document)
    assert (found.verdict, found.wrong) == ("verified", ()), document.error
    assert (document.source.path, document.source.media_type) == ("a.zip", "application/zip")


def test_one_report_in_two_formats_is_one_report():
    members = {"r.docx": specimen("docx").data, "r.html": specimen("html").data}
    assert parse(zipped(members), "a.zip").report.verdict == "verified"


def test_two_reports_are_refused_by_name():
    members = {"first.docx": specimen("docx").data, "second.docx": specimen("docx", seed=2).data}
    document = parse(zipped(members), "a.zip")
    assert document.report.verdict == "unreadable"
    assert document.error == "the zip file holds 2 different reports: first.docx, second.docx"


def test_a_zip_in_a_zip_is_opened_and_no_deeper():
    once = zipped({"r.zip": zipped({"r.docx": specimen("docx").data})})
    assert parse(once, "a.zip").report.verdict == "verified"
    assert "nested deeper than the 2 levels" in str(parse(zipped({"r.zip": once}), "a.zip").error)


def test_without_a_report_the_reason_of_the_members_is_given():
    assert parse(zipped({"n.html": NOTICE}), "a.zip").error == parse(NOTICE, "n.html").error
    both = parse(zipped({"n.html": NOTICE, "m.html": NOTICE}), "a.zip")
    assert (both.report.verdict, str(both.error).startswith("none of the 2 files")) == ("not_a_report", True)


def test_names_of_a_chinese_packer_are_read():
    data = bytearray(zipped({"xxxx.txt": "x"}))
    name = "年报".encode("gb18030")
    assert Zip(bytes(data).replace(b"xxxx", name)).names == ("年报.txt",)


def locked(data):
    """The flag bit of a password set in every header."""
    changed = bytearray(data)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = changed.find(mark)
        changed[place + at] |= 1
    return bytes(changed)


def lying(data, size):
    """The declared size of the only member changed in the directory."""
    changed = bytearray(data)
    struct.pack_into("<I", changed, changed.find(b"PK\x01\x02") + 24, size)
    return bytes(changed)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (zipped({"a.txt": bytes(20 * 2**20)}), "unpacks to more than 200 times its size"),
        (zipped({"a.txt": "x" * 100})[:-30], "damaged or cut short"),
        (zipped({f"{n}.txt": "" for n in range(MAX_MEMBERS + 1)}), "5001 members"),
        (zipped({f"{n}.txt": "" for n in range(101)}), "101 files"),
        (lying(zipped({"a.txt": "x"}, zipfile.ZIP_STORED), 400 * 2**20), "more than 256 MiB"),
        (lying(zipped({"a.txt": "x" * 1000}), 10), "damaged|larger than declared"),
        (locked(zipped({"a.txt": "x"})), "locked by a password"),
        (zipped({}) + b"", "of no format|empty"),
        (zipped({"folder/": ""}), "empty"),
    ],
)
def test_what_cannot_be_read_says_why(data, reason):
    import re

    document = parse(data, "a.zip")
    assert document.report.verdict == "unreadable"
    assert re.search(reason, str(document.error)), document.error


def test_a_member_is_never_unpacked_beyond_what_it_declares():
    package = Zip(lying(zipped({"a.txt": "x" * 100_000}), 10))
    with pytest.raises(ReadError):
        package.read("a.txt")


def pages_of(report, kind="PNG"):
    """Each page of a scanned report as an image file of its own."""
    pages = []
    with pdfium.PdfDocument(report.data) as document:
        for page in document:
            buffer = io.BytesIO()
            page.render(scale=200 / 72).to_pil().convert("RGB").save(buffer, kind)
            pages.append(buffer.getvalue())
    return pages


def test_a_zip_of_page_images_is_one_report_in_the_order_of_their_numbers():
    report = specimen("pdf")
    pages = pages_of(report)
    assert len(pages) > 1
    names = [f"扫描/{2 * number}.png" for number in range(4, 4 + len(pages))]
    assert sorted(names) != names
    members = dict(reversed(list(zip(names, pages, strict=True))))
    document = parse(
        zipped({**members, "说明.txt": "共两页。", "Thumbs.db": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"}), "a.zip"
    )
    found = score(report, document)
    assert (found.verdict, found.wrong, document.source.reader) == ("verified", (), "zip/ocr"), document.error


def test_images_beside_a_document_are_no_pages():
    report = specimen("docx")
    seal = png(40, 40)
    document = parse(zipped({"1.png": seal, "2.png": seal, "report.docx": report.data}), "a.zip")
    assert document.source.reader == "zip/docx"
    assert score(report, document).verdict == "verified"


def png(width, height):
    buffer = io.BytesIO()
    Image.new("L", (width, height), 255).save(buffer, "PNG")
    return buffer.getvalue()


def test_more_page_images_than_are_read_are_refused():
    document = parse(zipped({f"{number}.png": png(40, 40) for number in range(30)}), "a.zip")
    assert document.error == "the images have more than the 24 pages that are read"
