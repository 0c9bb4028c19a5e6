"""PDF tables by their ruled lines, wherever on the page and however deep in forms they are drawn."""

import io

import pytest
from fuzzing import hostile_pdf
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from writer.report import Specimen

from parsing.blocks import Table
from parsing.limits import MAX_PDF_STREAM_BYTES, MAX_PDF_UNPACKED_BYTES
from parsing.readers.pdf_file import open_pdf
from parsing.readers.pdf_geometry import read_pdf_geometry
from parsing.readers.pdf_streams import check_streams

NUMBERS = [["1", "20", ""], ["345", "", "6"]]


def texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


def draw_grid(canvas: Canvas, left: float, top: float) -> None:
    for row, numbers in enumerate(NUMBERS):
        for column, number in enumerate(numbers):
            canvas.rect(left + 60 * column, top - 20 * (row + 1), 60, 20)
            canvas.drawString(left + 60 * column + 6, top - 20 * row - 14, number)


def drawn(*, form: bool = False, rotation: int = 0) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    canvas.setFont("Helvetica", 9)
    if form:
        canvas.beginForm("grid")
        draw_grid(canvas, 50, 400)
        canvas.endForm()
        canvas.scale(2, 2)
        canvas.translate(-30, -20)
        canvas.doForm("grid")
    else:
        canvas.drawString(100, 780, "above")
        draw_grid(canvas, 100, 700)
        canvas.drawString(100, 600, "below")
    canvas.setPageRotation(rotation)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def test_a_grid_stands_between_the_lines_around_it_with_the_box_of_each_cell() -> None:
    above, table, below = read_pdf_geometry(open_pdf(drawn())).blocks
    assert isinstance(table, Table) and not isinstance(above, Table) and not isinstance(below, Table)
    assert (above.text, texts(table), below.text) == ("above", NUMBERS, "below")
    place = table.rows[1][2].place
    assert (place.page, place.table, place.row, place.cell) == (1, 1, 2, 3)
    assert place.box == pytest.approx((220, A4[1] - 680, 280, A4[1] - 660), abs=0.5)


def test_a_grid_in_a_form_stands_where_the_form_is_shown() -> None:
    (table,) = read_pdf_geometry(open_pdf(drawn(form=True))).tables()
    assert texts(table) == NUMBERS
    assert table.rows[0][0].place.box == pytest.approx((40, A4[1] - 760, 160, A4[1] - 720), abs=0.5)


@pytest.mark.parametrize("format_name", ["pdf", "pdf_turned", "pdf_signwise", "pdf_kangxi"])
def test_every_cell_of_a_report_comes_back_by_geometry_alone(report, format_name: str) -> None:
    specimen: Specimen = report(format_name)
    found = {
        cell.text for table in read_pdf_geometry(open_pdf(specimen.data)).tables() for row in table.rows for cell in row
    }
    printed = {
        cell.text for table in specimen.blocks if not hasattr(table, "text") for row in table.rows for cell in row
    }
    numbers = {text for text in printed if text.isdigit()}
    assert len(numbers) > 20 and numbers <= found


def test_a_drawing_of_countless_lines_has_no_tables() -> None:
    assert not list(read_pdf_geometry(open_pdf(hostile_pdf.fine_grid())).tables())


@pytest.mark.parametrize("packed", [hostile_pdf.zeros_packed(3)])
def test_what_unpacks_within_the_limits_is_let_through(packed: bytes) -> None:
    assert MAX_PDF_STREAM_BYTES < MAX_PDF_UNPACKED_BYTES
    check_streams(hostile_pdf.pdf({4: hostile_pdf.stream(packed, b"/Filter /FlateDecode")}))


def test_the_keyword_within_packed_bytes_hides_nothing() -> None:
    """A stored block may hold ``endstream``: the packed stream goes on behind it."""
    packed = hostile_pdf.zeros_packed(200)
    hidden = b"x\x9c" + b"\x00\x0b\x00\xf4\xff" + b"\nendstream\n" + packed[2:]
    with pytest.raises(ValueError, match="more than 128 MiB"):
        check_streams(hostile_pdf.pdf({4: hostile_pdf.stream(hidden, b"/Filter /FlateDecode")}))
