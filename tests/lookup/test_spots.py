"""The place of a number on its page: the box holds that number's own text, however the page lies."""

from __future__ import annotations

import io

import pypdfium2 as pdfium
import pytest

from lookup.explain.page_image import has_pages
from lookup.explain.spots import LONGEST_TEXT, MOST_CELLS, ROWS_AROUND, find_spots
from parsing import media
from parsing.readers.pdf_turned import upright_page
from practice.publishers import publisher
from practice.writers import html, pdf

LIAOCHENG, PANYU = "hrss-371500", "hrss-440113"


@pytest.fixture(scope="module")
def printed() -> bytes:
    return pdf.document(publisher(PANYU).years[2023].report)


def text_within(data: bytes, page: int, box: tuple[float, float, float, float]) -> str:
    """What pdfium finds in a box, which is measured from the top left corner."""
    sheet = pdfium.PdfDocument(data)[page - 1]
    left, top, right, bottom = box
    height = sheet.get_height()
    return str(sheet.get_textpage().get_text_bounded(left, height - bottom, right, height - top)).strip()


def test_every_number_of_a_pdf_has_a_box_that_holds_nothing_else(printed: bytes) -> None:
    cells = find_spots(printed, "a.pdf").cells.values()
    assert len(cells) == 200
    for spot in cells:
        assert spot.where is not None and spot.where.page is not None
        assert spot.box is not None and not spot.is_row
        assert text_within(printed, spot.where.page, spot.box) == spot.raw


def test_numbers_of_the_prose_have_boxes_too(printed: bytes) -> None:
    claims = find_spots(printed, "a.pdf").claims
    found = [spot for _, _, spot in claims if spot.box is not None and not spot.is_row]
    assert found
    for spot in found:
        assert spot.where is not None and spot.where.page is not None and spot.box is not None
        assert text_within(printed, spot.where.page, spot.box) == spot.raw


@pytest.mark.parametrize("quarters", [1, 3])
def test_on_a_turned_page_the_box_is_around_ink(printed: bytes, quarters: int) -> None:
    document = pdfium.PdfDocument(printed)
    for page in document:
        page.set_rotation(90 * quarters)
    out = io.BytesIO()
    document.save(out)
    turned = out.getvalue()
    spots = find_spots(turned, "a.pdf")
    spot = spots.cells["applications/received_new/total"]
    assert spot.where is not None and spot.where.page is not None and spot.box is not None
    width, height = spots.pages[spot.where.page]
    assert 0 <= spot.box[0] < spot.box[2] <= width and 0 <= spot.box[1] < spot.box[3] <= height
    picture = upright_page(pdfium.PdfDocument(turned), spot.where.page).render(scale=1).to_pil().convert("L")
    assert picture.crop(tuple(map(int, spot.box))).getextrema()[0] < 128


def test_of_a_long_table_only_the_rows_near_numbers_are_kept() -> None:
    filler = f"<tr><td>{'长' * 2 * LONGEST_TEXT}</td><td>甲</td></tr>" + "<tr><td>行</td><td>甲</td></tr>" * MOST_CELLS
    before, end, after = html.fragment(publisher(LIAOCHENG).years[2023].report, with_title=True).rpartition("</table>")
    spots = find_spots((before + filler + end + after).encode(), "a.html")
    assert spots.cells["appeals/review/total"].raw is not None
    last = spots.tables[-1]
    texts = [cell.text for row in last.rows for cell in row]
    assert texts.count("行") == ROWS_AROUND - 1
    assert max(map(len, texts)) == LONGEST_TEXT + 1


def test_what_is_no_report_has_no_places() -> None:
    spots = find_spots("关于报送材料的通知".encode(), "a.txt")
    assert (dict(spots.cells), spots.claims, spots.tables) == ({}, (), ())


@pytest.mark.parametrize(
    ("media_type", "reader", "expected"),
    [
        (media.PDF, "pdf_text", True),
        (media.PNG, "ocr", True),
        (media.ZIP, "zip/ocr", True),
        (media.ZIP, "zip/docx", False),
        (media.HTML, "html", False),
        (None, None, False),
    ],
)
def test_only_printed_pages_and_pictures_can_be_drawn(
    media_type: str | None, reader: str | None, expected: bool
) -> None:
    assert has_pages(media_type, reader) is expected
