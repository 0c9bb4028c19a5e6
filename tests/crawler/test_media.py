"""First bytes decide, not the name or the header."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.media import media_type
from practice.writers.packed import archive


def zipped(member: str) -> bytes:
    return archive({member: b"x"})


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


def test_a_zip_that_lists_more_than_any_document_has_is_not_looked_into():
    others = {f"{'a' * 60}{number}": b"" for number in range(12_000)}
    assert media_type(archive({**others, "word/document.xml": b"x"}), None) == "application/zip"


@given(data=st.data())
def test_a_damaged_zip_is_still_a_zip_or_what_it_was(data):
    whole = zipped("word/document.xml")
    start = data.draw(st.integers(4, len(whole) - 1))
    change = data.draw(st.binary(max_size=30))
    found = media_type(whole[:start] + change + whole[start + len(change) :], None)
    assert found is not None and found.startswith("application/")
