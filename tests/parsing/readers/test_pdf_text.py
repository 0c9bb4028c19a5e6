"""What stands where on a page, though its text has other signs than the page has characters."""

import io

import pytest
from reportlab.pdfbase import ttfonts
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfgen.canvas import Canvas
from writer.formats.pdf import FONT_FILE

from parsing.readers.pdf_file import open_pdf
from parsing.readers.pdf_geometry import read_pdf_geometry
from parsing.readers.pdf_text import read_pdf_text

FONT = "STSong-Light"
FILLING = pytest.mark.parametrize("before", ["州市", "𬭎州市", "𠮷县𰵚镇"])
"""A rare character is two on the page and one sign in its text."""


def page(before, number, mark=""):
    registerFont(UnicodeCIDFont(FONT))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(300, 100), invariant=1)
    canvas.setFont(FONT, 9)
    canvas.drawString(20, 80, before)
    canvas.drawString(20, 50, "行政强制")
    canvas.drawString(200, 50, number)
    canvas.setFont(FONT, 5)
    canvas.drawString(200.5 + 4.5 * len(number), 53, mark)
    canvas.save()
    return buffer.getvalue()


@FILLING
def test_a_mark_is_told_by_its_own_place(before):
    *_, line = read_pdf_text(open_pdf(page(before, "50", mark="1"))).paragraphs()
    assert line.text == "行政强制 50¹"


@pytest.mark.parametrize(
    ("size", "lift", "read"),
    [(7.2, 2, "50¹"), (9, 4, "50¹"), (8, 3, "50¹"), (9, 1, "501"), (8, 0, "501"), (5.5, 0, "50\ufffd")],
)
def test_a_mark_may_be_as_large_as_its_number_if_it_stands_high(size, lift, read):
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(300, 100), invariant=1)
    canvas.setFont("Helvetica", 9)
    canvas.drawString(200, 50, "50")
    canvas.setFont("Helvetica", size)
    canvas.drawString(200 + canvas.stringWidth("50", "Helvetica", 9), 50 + lift, "1")
    canvas.save()
    (line,) = read_pdf_text(open_pdf(buffer.getvalue())).paragraphs()
    assert line.text == read


@pytest.mark.parametrize("read", [read_pdf_text, read_pdf_geometry])
@pytest.mark.parametrize(
    ("mark", "size", "lift", "text"),
    [("1", 5, 3, "¹50"), ("12", 5, 3, "¹²50"), ("1", 5, 0, "\ufffd50"), ("1", 8, 0, "150")],
)
def test_a_mark_may_stand_before_its_number(read, mark, size, lift, text):
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(300, 100), invariant=1)
    canvas.setFont("Helvetica", size)
    canvas.drawString(200, 50 + lift, mark)
    canvas.setFont("Helvetica", 9)
    canvas.drawString(200 + canvas.stringWidth(mark, "Helvetica", size), 50, "50")
    canvas.save()
    (line,) = read(open_pdf(buffer.getvalue())).paragraphs()
    assert line.text == text


@FILLING
def test_a_digit_is_no_mark_for_where_another_sign_stands(before):
    *_, line = read_pdf_text(open_pdf(page(before, "23"))).paragraphs()
    assert line.text == "行政强制 23"


@FILLING
def test_the_box_of_a_line_ends_with_its_number(before):
    *_, line = read_pdf_text(open_pdf(page(before, "23"))).paragraphs()
    left, top, right, bottom = line.place.box
    assert left < 21 and 208 < right < 210
    assert top < 50 < bottom


@FILLING
@pytest.mark.parametrize("read", [read_pdf_text, read_pdf_geometry])
def test_a_rare_sign_is_one_sign(read, before):
    name, *_ = read(open_pdf(page(before, "23"))).paragraphs()
    # This program prints such a sign twice as wide as others: after it there is room for a space.
    assert name.text.replace(" ", "") == before


def page_of_a_font_that_names_all_but(unnamed, text, monkeypatch):
    names = ttfonts.makeToUnicodeCMap

    def without(font, subset):
        lines = names(font, subset).split("\n")
        kept = [line for line in lines if not line.endswith(f"<{ord(unnamed):04X}>")]
        return "\n".join(kept).replace(f"{len(subset)} beginbfchar", f"{len(subset) - 1} beginbfchar")

    monkeypatch.setattr(ttfonts, "makeToUnicodeCMap", without)
    registerFont(ttfonts.TTFont("Unnamed", str(FONT_FILE), subfontIndex=0))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(600, 100), invariant=1)
    canvas.setFont("Unnamed", 9)
    canvas.drawString(20, 50, text)
    canvas.save()
    return buffer.getvalue()


@pytest.mark.parametrize("read", [read_pdf_text, read_pdf_geometry])
@pytest.mark.parametrize(
    ("printed", "is_read"), [("瀍水县50", "\ufffd水县50"), ("水瀍县", "水\ufffd县"), ("水县瀍", "水县\ufffd")]
)
def test_a_glyph_of_which_the_font_tells_nothing_is_not_left_out(read, printed, is_read, monkeypatch):
    (name,) = read(open_pdf(page_of_a_font_that_names_all_but("瀍", printed, monkeypatch))).paragraphs()
    assert name.text == is_read


@pytest.mark.parametrize("read", [read_pdf_text, read_pdf_geometry])
def test_a_narrow_glyph_without_a_name_is_a_space(read, monkeypatch):
    (line,) = read(open_pdf(page_of_a_font_that_names_all_but("é", "行政强制é50", monkeypatch))).paragraphs()
    assert line.text.replace(" ", "") == "行政强制50"
