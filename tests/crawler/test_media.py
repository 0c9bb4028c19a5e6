"""First bytes decide, not the name or the header."""

import io
import zipfile

import pytest

from crawler.media import media_type


def zipped(member: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(member, "x")
    return file.getvalue()


@pytest.mark.parametrize(
    ("body", "stated", "found"),
    [
        (b"%PDF-1.7\n", "application/octet-stream", "application/pdf"),
        (b"<!DOCTYPE html><html>", "application/pdf", "text/html"),
        (b"\xef\xbb\xbf\r\n<html>", None, "text/html"),
        (b'{"articles": []}', "application/json; charset=utf-8", "application/json"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/msword", "application/msword"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "text/html", "application/x-ole-storage"),
        (zipped("word/document.xml"), None, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (zipped("OFD.xml"), None, "application/ofd"),
        (zipped("report.doc"), None, "application/zip"),
        (b"PK\x03\x04 torn", None, "application/zip"),
        (b"", None, None),
    ],
)
def test_the_first_bytes_decide(body, stated, found):
    assert media_type(body, stated) == found
