"""A PDF is read by the signs it draws, not by those that its text claims to be."""

import io

import pytest
from reportlab.pdfgen.canvas import Canvas

from parsing.document import parse
from parsing.readers.pdf_file import open_pdf
from parsing.readers.pdf_geometry import read_pdf_geometry
from parsing.readers.pdf_text import read_pdf_text

READERS = pytest.mark.parametrize("read", [read_pdf_text, read_pdf_geometry])


def page(shown, claimed=None, *, compressed=0, in_form=False):
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(200, 100), pageCompression=compressed, invariant=1)
    if in_form:
        canvas.beginForm("inner")
    if claimed is not None:
        canvas._code.append(f"/Span <</ActualText ({claimed})>> BDC")
    canvas.setFont("Helvetica", 9)
    canvas.drawString(20, 50, shown)
    if claimed is not None:
        canvas._code.append("EMC")
    if in_form:
        canvas.endForm()
        canvas.doForm("inner")
    canvas.save()
    return buffer.getvalue()


@READERS
@pytest.mark.parametrize("compressed", [0, 1])
@pytest.mark.parametrize("in_form", [False, True])
def test_what_is_drawn_is_read_and_a_false_claim_makes_a_doubt(read, compressed, in_form):
    content = read(open_pdf(page("a1234", "a99", compressed=compressed, in_form=in_form)))
    assert [paragraph.text for paragraph in content.paragraphs()] == ["a1234"]
    assert len(content.doubts) == 1
    assert "ActualText" in content.doubts[0]


@READERS
@pytest.mark.parametrize(("shown", "claimed"), [("a1234", "a1234"), ("a-1234", "a1234"), ("fi5", "fl5")])
def test_a_claim_about_other_signs_than_digits_and_han_makes_none(read, shown, claimed):
    content = read(open_pdf(page(shown, claimed)))
    assert [paragraph.text for paragraph in content.paragraphs()] == [shown]
    assert content.doubts == ()


@READERS
def test_a_page_without_claims_is_read_as_it_is(read):
    data = page("a1234")
    assert [paragraph.text for paragraph in read(open_pdf(data)).paragraphs()] == ["a1234"]


@READERS
@pytest.mark.parametrize(("claimed", "hides"), [("", False), ("fi", True)])
def test_a_claim_that_names_no_digit_is_false_only_if_it_hides_one(read, claimed, hides):
    content = read(open_pdf(page("a1234", claimed)))
    assert [paragraph.text for paragraph in content.paragraphs()] == ["a1234"]
    assert bool(content.doubts) == hides


def test_a_report_that_claims_what_it_shows_is_read_whole(report, assert_read_whole):
    assert_read_whole(report("pdf_claims"))


def test_a_report_that_claims_other_numbers_is_never_verified(report):
    specimen = report("pdf_false_claims")
    document = parse(specimen.data, "report.pdf")
    assert document.report.verdict == "uncertain"
    assert "ActualText" in document.error
    read = {figure.key: figure.value for figure in document.report.figures}
    assert read == specimen.truths[0].values()
