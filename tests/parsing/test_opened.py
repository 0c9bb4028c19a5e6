"""A document is opened once, whoever reads it, and closed in the end."""

import zipfile
from collections import Counter

import olefile
import pypdfium2 as pdfium
import pytest
from fuzzing import corpus
from writer.compose import ordinary, write

from parsing import media
from parsing.document import parse
from parsing.ladder import readers_of
from parsing.opened import Opened
from parsing.pool import worker
from parsing.pool.messages import Started
from parsing.readers.text_layer import text_layer
from tests.parsing.test_zip_report import specimen, zipped

LIBRARIES = {"zip": zipfile.ZipFile, "compound": olefile.OleFileIO, "pdf": pdfium.PdfDocument}


class Watch:
    """How often each kind of container has been opened, and those that are open."""

    def __init__(self):
        self.times = Counter()
        self.open = []

    def on(self, monkeypatch, kind, library):
        begin, end = library.__init__, library.close

        def opening(container, *args, **kwargs):
            self.times[kind] += 1
            begin(container, *args, **kwargs)
            self.open.append(container)

        def closing(container):
            self.open = [other for other in self.open if other is not container]
            end(container)

        monkeypatch.setattr(library, "__init__", opening)
        monkeypatch.setattr(library, "close", closing)


@pytest.fixture
def watch(monkeypatch):
    """Begins to count when it is called."""

    def begin():
        found = Watch()
        for kind, library in LIBRARIES.items():
            found.on(monkeypatch, kind, library)
        return found

    return begin


@pytest.mark.parametrize(
    ("form", "container"),
    [("docx", "zip"), ("xlsx", "zip"), ("ofd", "zip"), ("doc", "compound"), ("xls", "compound"), ("pdf", "pdf")],
)
def test_a_document_is_opened_once(watch, form, container):
    data = specimen(form).data
    parse(data, "a")  # a library that is imported only now may look into zip files of Python's own
    seen = watch()
    assert parse(data, "a").report.verdict == "verified"
    assert (seen.times, seen.open) == ({container: 1}, [])


def test_a_worker_opens_a_document_once_for_its_media_type_and_its_report(watch):
    data, sent = specimen("docx").data, []
    media_type = media.media_type(data)
    seen = watch()
    assert worker.answer("a", data, None, sent.append).found.report.verdict == "verified"
    assert (sent, seen.times, seen.open) == ([Started(media_type)], {"zip": 1}, [])


def test_a_pdf_whose_sums_do_not_hold_is_opened_once_for_all_opinions(watch):
    data = write(ordinary(1, "pdf", mistake="one_cell_changed")).data
    seen = watch()
    assert parse(data, "a").report.verdict == "source_inconsistent"
    assert (seen.times, seen.open) == ({"pdf": 1}, [])


def test_each_page_of_a_pdf_with_pictures_is_loaded_once(monkeypatch):
    data = specimen("pdf").data + b"\n% /Subtype /Image\n"
    loaded, load = [], pdfium.PdfDocument.get_page
    monkeypatch.setattr(pdfium.PdfDocument, "get_page", lambda pdf, at: loaded.append(at) or load(pdf, at))
    assert parse(data, "a").report.verdict == "verified"
    assert loaded == sorted(set(loaded))


def test_a_scanned_pdf_is_opened_once_for_all_its_readers(watch):
    """The models of the recognition come in zips of their own."""
    data = corpus.whole("small_scan")
    seen = watch()
    with Opened(data) as file:
        assert text_layer(file.pdf).by_ocr == (1,)
        assert [bool(reader.read(file).blocks) for reader in readers_of(media.PDF)] == [False, False, True, True]
    parse(data, "a")
    assert seen.times["pdf"] == 2
    assert not any(isinstance(container, pdfium.PdfDocument) for container in seen.open)


def test_a_zip_and_each_document_in_it_are_opened_once(watch):
    data = zipped({"a.docx": specimen("docx").data, "b.doc": specimen("doc").data, "c.pdf": specimen("pdf").data})
    seen = watch()
    assert "3 different reports: a.docx, b.doc, c.pdf" in parse(data, "a.zip").error
    assert (seen.times, seen.open) == ({"zip": 2, "compound": 1, "pdf": 1}, [])


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ({"word/document.xml": bytes(20 * 2**20), "[Content_Types].xml": "<a/>"}, "200 times its size"),
        ({"word/document.xml": "<a", "[Content_Types].xml": "<a/>"}, "damaged"),
        ({"a.zip": b"PK\x03\x04"}, "damaged or cut short"),
    ],
)
def test_a_container_that_cannot_be_read_is_closed(watch, members, reason):
    data = zipped(members)
    seen = watch()
    assert reason in parse(data, "a").error
    assert seen.open == []


def test_a_pdf_whose_page_cannot_be_read_is_closed(watch, monkeypatch):
    data = specimen("pdf").data
    seen = watch()

    def fail(document, number):
        raise pdfium.PdfiumError("no such page")

    monkeypatch.setattr(pdfium.PdfDocument, "get_page", fail)
    assert parse(data, "a").error == "a page of the PDF cannot be read"
    assert (seen.times, seen.open) == ({"pdf": 1}, [])
