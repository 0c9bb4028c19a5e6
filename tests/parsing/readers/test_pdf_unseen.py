"""Text of a PDF that nobody sees is no text of the report."""

import io

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from parsing.readers.pdf_file import open_pdf
from parsing.readers.pdf_geometry import read_pdf_geometry
from parsing.readers.pdf_text import read_pages, read_pdf_text

READERS = pytest.mark.parametrize("read", [read_pdf_text, read_pdf_geometry])


def page(draw, *, in_form=False, turned=0):
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(200, 100), invariant=1)
    canvas.setPageRotation(turned)
    if in_form:
        canvas.beginForm("inner")
    canvas.setFont("Helvetica", 9)
    draw(canvas)
    if in_form:
        canvas.endForm()
        canvas.doForm("inner")
    canvas.save()
    return buffer.getvalue()


def texts(read, data):
    return [paragraph.text for paragraph in read(open_pdf(data)).paragraphs()]


def white(canvas):
    canvas.drawString(20, 50, "a1234")
    canvas.setFillGray(1)
    canvas.drawString(47, 50, "5")


def clear(canvas):
    canvas.drawString(20, 50, "a1234")
    canvas.setFillAlpha(0)
    canvas.drawString(47, 50, "5")


def invisible(canvas):
    canvas.drawString(20, 50, "a1234")
    canvas.drawString(47, 50, "5", mode=3)


def painted_over(canvas):
    canvas.drawString(20, 50, "a1230")
    canvas.setFillGray(1)
    canvas.rect(10, 40, 60, 20, stroke=0, fill=1)
    canvas.setFillGray(0)
    canvas.drawString(20, 50, "a1234")


@READERS
@pytest.mark.parametrize("turned", [0, 90, 180])
@pytest.mark.parametrize("draw", [white, clear, invisible, painted_over])
def test_what_nobody_sees_is_not_read(read, draw, turned):
    assert sorted("".join(texts(read, page(draw, turned=turned)))) == sorted("a1234")


@READERS
@pytest.mark.parametrize("draw", [white, invisible, painted_over])
def test_what_nobody_sees_in_a_form_of_the_page_is_not_read(read, draw):
    assert texts(read, page(draw, in_form=True)) == ["a1234"]


def slanted(degrees):
    def draw(canvas):
        canvas.drawString(20, 50, "a1234")
        canvas.translate(60, 30)
        canvas.rotate(degrees)
        canvas.drawString(0, 0, "2023")

    return draw


@READERS
@pytest.mark.parametrize("degrees", [45, -30, 15])
@pytest.mark.parametrize("in_form", [False, True])
def test_slanted_text_is_a_watermark(read, degrees, in_form):
    assert texts(read, page(slanted(degrees), in_form=in_form)) == ["a1234"]


@READERS
@pytest.mark.parametrize("degrees", [0, 1])
def test_text_of_a_page_that_lies_a_little_crooked_is_read(read, degrees):
    assert "2023" in "".join(texts(read, page(slanted(degrees))))


def stroked(*lines):
    def draw(canvas):
        canvas.drawString(20, 50, "1230 1234")
        for line in lines:
            canvas.line(*line)

    return draw


@READERS
@pytest.mark.parametrize(
    ("lines", "is_struck"),
    [
        ([(20, 53, 40, 53)], True),
        ([(20, 48, 40, 48)], False),
        ([(20, 59, 40, 59)], False),
        ([(10, 53, 30, 53), (30, 53, 60, 53), (60, 53, 90, 53)], False),
        ([(20, 44, 20, 60)], False),
    ],
)
def test_a_number_with_a_line_through_it_makes_a_doubt(read, lines, is_struck):
    doubts = read(open_pdf(page(stroked(*lines)))).doubts
    assert doubts == (("a number on a page is struck out",) if is_struck else ())


def on_a_ground(canvas):
    canvas.rect(10, 40, 60, 20, stroke=0, fill=1)
    canvas.setFillGray(1)
    canvas.drawString(20, 50, "a1234")


def under_glass(canvas):
    canvas.drawString(20, 50, "a1234")
    canvas.setFillColorRGB(1, 1, 0, alpha=0.3)
    canvas.rect(10, 40, 60, 20, stroke=0, fill=1)


def under_a_clear_picture(canvas):
    canvas.drawString(20, 50, "a1234")
    canvas.drawImage(ImageReader(Image.new("RGBA", (20, 10), (255, 0, 0, 40))), 0, 0, 200, 100, mask="auto")


@READERS
@pytest.mark.parametrize("draw", [on_a_ground, under_glass, under_a_clear_picture])
def test_what_is_seen_is_read_whatever_lies_beside_it(read, draw):
    assert texts(read, page(draw)) == ["a1234"]


def scan(canvas, *, in_form):
    picture = ImageReader(Image.new("RGB", (20, 10), (230, 230, 230)))
    if in_form:
        canvas.beginForm("scan", 0, 0, 200, 100)
    canvas.drawImage(picture, 0, 0, 200, 100)
    if in_form:
        canvas.endForm()
        canvas.doForm("scan")


IN_FORM = pytest.mark.parametrize("in_form", [False, True])


@IN_FORM
def test_text_under_a_scan_is_no_text_of_the_page(in_form):
    def scanned(canvas):
        canvas.drawString(20, 50, "a1234 a1234 a1234")
        scan(canvas, in_form=in_form)

    pages = read_pages(open_pdf(page(scanned)))
    assert list(pages.text.paragraphs()) == []
    assert [one.kind for one in pages.looks] == ["by_ocr"]


@IN_FORM
def test_what_is_recognised_over_a_picture_stays(in_form):
    def recognised(canvas):
        scan(canvas, in_form=in_form)
        canvas.setFont("Helvetica", 9)
        canvas.drawString(20, 50, "a1234", mode=3)

    assert texts(read_pdf_text, page(recognised)) == ["a1234"]
