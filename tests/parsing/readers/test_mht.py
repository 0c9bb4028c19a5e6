"""Web archives, often named .doc, and other markup under false names."""

import base64

import pytest

from parsing import media
from parsing.document import parse
from parsing.media import media_type


def archive(page, encoding="base64", part="text/html"):
    body = base64.encodebytes(page).decode() if encoding == "base64" else page.decode()
    return (
        'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="x"\n\n--x\n'
        f'Content-Type: {part}; charset="gb2312"\nContent-Transfer-Encoding: {encoding}\n\n{body}\n--x--\n'
    ).encode()


def test_every_cell_of_a_report_in_a_web_archive_comes_back(report, assert_read_whole):
    specimen = report("html")
    assert_read_whole(specimen, archive(specimen.data), reader="mht")


def test_an_archive_without_a_page_says_so():
    document = parse(archive(b"x", part="image/png"), "a.mht")
    assert (document.report.verdict, document.error) == ("unreadable", "the web archive holds no page")


def test_an_error_page_named_pdf_is_a_page():
    document = parse("<html><body>404 页面不存在</body></html>".encode(), "report.pdf")
    assert (document.source.media_type, document.report.verdict) == (media.HTML, "not_a_report")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n", media.PNG),
        (b"\xff\xd8\xff\xe0", media.JPEG),
        (b"II*\x00", media.TIFF),
        (b"MM\x00*", media.TIFF),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", media.WEBP),
        (b"RIFF\x00\x00\x00\x00WAVE", media.UNKNOWN),
        (b"\xef\xbb\xbf{\\rtf1", media.RTF),
        ("\ufeff<html>".encode("utf-16"), media.HTML),
        ("\ufeff年报".encode("utf-16"), media.TEXT),
        (b"PK\x03\x04cut", media.ZIP),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1cut", media.COMPOUND),
        (b"abc\x00def", media.UNKNOWN),
        (archive(b"<p>"), media.MHT),
    ],
)
def test_bytes_are_told_by_their_content(data, kind):
    assert media_type(data) == kind
