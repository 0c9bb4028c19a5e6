"""Pages of a PDF that lie on their side or upside down, whatever they say of it themselves."""

import io

import pytest
from reportlab.pdfgen.canvas import Canvas

from parsing.readers.pdf_file import open_pdf
from parsing.readers.pdf_geometry import read_pdf_geometry
from parsing.readers.pdf_text import line_signs, read_pdf_text
from tests.parsing.readers.test_pdf_geometry import NUMBERS, draw_grid, texts

WIDTH, HEIGHT = 600, 400
TURNS = pytest.mark.parametrize("turn", [0, 90, 180, 270])
"""By how many degrees to the left the page is written."""


def turned(turn: int, said: int, *, marked: bool = False) -> bytes:
    """A page of a grid, or of one line with the mark of a note; ``said`` is its /Rotate."""
    buffer = io.BytesIO()
    is_lying = turn in (90, 270)
    canvas = Canvas(buffer, pagesize=(HEIGHT, WIDTH) if is_lying else (WIDTH, HEIGHT), invariant=1)
    if said in (90, 270):
        # reportlab exchanges the sides of such a page.
        canvas.setPageSize((WIDTH, HEIGHT) if is_lying else (HEIGHT, WIDTH))
    canvas.translate(*{0: (0, 0), 90: (HEIGHT, 0), 180: (WIDTH, HEIGHT), 270: (0, WIDTH)}[turn])
    canvas.rotate(turn)
    canvas.setFont("Helvetica", 9)
    if marked:
        canvas.drawString(100, 300, "123")
        canvas.setFont("Helvetica", 6)
        canvas.drawString(100 + canvas.stringWidth("123", "Helvetica", 9), 303, "1")
    else:
        draw_grid(canvas, 100, 300)
    canvas.setPageRotation(said)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


@TURNS
@pytest.mark.parametrize("said", [0, 90, 180, 270])
def test_a_grid_is_read_whichever_way_up_its_page_lies(turn, said):
    (table,) = read_pdf_geometry(open_pdf(turned(turn, said))).tables()
    assert texts(table) == NUMBERS
    assert table.rows[0][0].place.box == pytest.approx((100, 100, 160, 120), abs=0.5)


@TURNS
@pytest.mark.parametrize("said", [0, 90])
def test_the_mark_of_a_note_is_told_on_such_a_page(turn, said):
    data = turned(turn, said, marked=True)
    (line,) = read_pdf_text(open_pdf(data)).paragraphs()
    assert line.text == "123¹"
    ((first, box), *_) = next(iter(line_signs(data, [(1, 1)]).values()))
    assert first == "1" and box == pytest.approx((100, 91, 105, 102), abs=2)


@TURNS
def test_text_is_framed_where_it_is_shown(turn):
    *_, line = read_pdf_text(open_pdf(turned(turn, 0))).paragraphs()
    left, top, right, bottom = line.place.box
    assert line.text.endswith("6") and 100 < left < right < 280 and 120 < top < bottom < 140


def test_some_headers_on_their_side_turn_no_page():
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(WIDTH, HEIGHT), invariant=1)
    draw_grid(canvas, 100, 300)
    canvas.rotate(90)
    canvas.drawString(100, -90, "side")
    canvas.save()
    (table,) = read_pdf_geometry(open_pdf(buffer.getvalue())).tables()
    assert texts(table) == NUMBERS
