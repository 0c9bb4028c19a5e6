"""Scans: what is printed comes back exactly, or the report says that something could not be read."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from decimal import Decimal

import cv2
import numpy as np
import pypdfium2 as pdfium
import pytest
from numpy.typing import NDArray
from PIL import Image
from reportlab.pdfgen.canvas import Canvas
from writer.compose import random_recipe, write

from parsing.blocks import ReadError, Table
from parsing.document import parse
from parsing.model import UNREAD, Document
from parsing.readers import cell_reading
from parsing.readers.ocr import read_image, read_images, read_images_larger, read_scan
from parsing.readers.pdf_file import open_pdf
from parsing.readers.text_layer import text_layer
from parsing.reading import interpret
from practice.publishers import publisher
from practice.writers import pdf
from tests.parsing.readers.sheets import ROWS, png, sheet
from tests.thinning import each

Pixels = NDArray[np.uint8]
PAPER, RED = (255, 255, 255), (215, 40, 45)


def rendered(data: bytes, dots_per_inch: int = 200) -> list[Pixels]:
    with pdfium.PdfDocument(data) as document:
        return [
            page.render(scale=dots_per_inch / 72, rev_byteorder=True).to_numpy()[:, :, :3].copy() for page in document
        ]


def scanned(pages: list[Pixels]) -> bytes:
    images = [Image.fromarray(page) for page in pages]
    target = io.BytesIO()
    images[0].save(target, "PDF", save_all=True, append_images=images[1:], resolution=200, quality=90)
    return target.getvalue()


def turned(page: Pixels, degrees: float) -> Pixels:
    height, width = page.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    return cv2.warpAffine(page, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=PAPER)  # type: ignore[return-value]


def noisy(page: Pixels, strength: float = 14, quality: int = 55) -> Pixels:
    noise = np.random.default_rng(1).normal(0, strength, page.shape[:2])[:, :, None]
    grainy = np.clip(page + noise, 0, 255).astype(np.uint8)
    _, packed = cv2.imencode(".jpg", grainy, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return cv2.imdecode(packed, cv2.IMREAD_COLOR)  # type: ignore[return-value]


def stamped(page: Pixels, middle: tuple[int, int], radius: int = 150, *, is_paint: bool = False) -> Pixels:
    """A seal with a solid middle; ``is_paint`` hides what it lies on."""
    layer = page.copy()
    cv2.circle(layer, middle, radius, RED, 6)
    cv2.circle(layer, middle, radius // 5, RED, -1)
    return layer if is_paint else np.minimum(page, layer)


def table_page(values: list[list[str]], size: float = 10, draw: Callable[[Canvas], None] | None = None) -> Pixels:
    """A ruled table of ``values`` in Helvetica, its upper left corner at (50, 60) points."""
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(595, 842))
    for row, texts in enumerate(values):
        for column, text in enumerate(texts):
            left, top = 50 + column * 60, 782 - row * 28
            canvas.rect(left, top - 28, 60, 28)
            canvas.setFont("Helvetica", size)
            canvas.drawCentredString(left + 30, top - 17, text)
    if draw:
        draw(canvas)
    canvas.save()
    return rendered(target.getvalue())[0]


def cells(data: bytes) -> list[list[str]]:
    [table] = read_image(data).tables()
    return [[cell.text for cell in row] for row in table.rows]


NUMBERS = [["0", "1", "7", "11", "111"], ["1111", "10", "655", "8", "96.07"], ["3", "12340", "99", "6", "20"]]


def test_every_number_of_a_clean_table_comes_back() -> None:
    assert cells(png(table_page(NUMBERS))) == NUMBERS


def test_digits_that_touch_are_neither_lost_nor_a_dash() -> None:
    def tight(canvas: Canvas) -> None:
        for row, text in enumerate(("48808", "90543", "3345")):
            canvas.drawString(120, 765 - 28 * row, text, charSpace=-0.9)

    read = cells(png(table_page([["4", "", "5"], ["3", "", "2"], ["1", "", "9"]], size=8, draw=tight)))
    assert all(text in (want, UNREAD) for (_, text, _), want in zip(read, ("48808", "90543", "3345"), strict=True))


def test_a_crooked_grainy_table_comes_back_or_says_that_it_does_not() -> None:
    read = cells(png(noisy(turned(table_page(NUMBERS), 1.6))))
    pairs = [
        (text, want) for row, wanted in zip(read, NUMBERS, strict=True) for text, want in zip(row, wanted, strict=True)
    ]
    assert all(text in (want, UNREAD) for text, want in pairs)
    assert sum(text == want for text, want in pairs) >= 13


def test_a_cell_without_ink_is_blank_and_a_dash_is_a_dash() -> None:
    assert cells(png(table_page([["0", "", "5"], ["—", "4", "2"], ["1", "3", "9"]])))[0] == ["0", "", "5"]
    dashed = table_page([["0", "", "5"], ["3", "4", "2"], ["1", "3", "9"]], draw=lambda c: c.line(125, 768, 155, 768))
    assert cells(png(dashed))[0] == ["0", "—", "5"]


def test_ink_that_is_no_number_is_never_blank_nor_zero() -> None:
    def scribble(canvas: Canvas) -> None:
        canvas.setLineWidth(1.5)
        for offset in range(0, 24, 6):
            canvas.ellipse(124 + offset, 762, 136 + offset, 774 - offset / 3)

    read = cells(png(table_page([["4", "", "5"], ["3", "4", "2"], ["1", "3", "9"]], draw=scribble)))
    assert read[0] == ["4", UNREAD, "5"]


def test_red_ink_alone_is_not_taken_for_a_blank_cell() -> None:
    def red_digit(canvas: Canvas) -> None:
        canvas.setFillColorRGB(0.85, 0.1, 0.1)
        canvas.drawCentredString(140, 765, "8")

    read = cells(png(table_page([["4", "", "5"], ["3", "4", "2"], ["1", "3", "9"]], draw=red_digit)))
    assert read[0] == ["4", UNREAD, "5"]


def test_a_border_that_is_missing_does_not_make_one_number_of_two() -> None:
    page = table_page([["4", "1", "5"], ["3", "4", "2"], ["1", "3", "9"]])
    left = round(110 * 200 / 72)
    page[165:240, left - 4 : left + 5] = 255
    assert "41" not in cells(png(page))[0]


def test_a_stamp_is_looked_through() -> None:
    assert cells(png(stamped(table_page(NUMBERS), (390, 290)))) == NUMBERS


def test_what_the_paint_of_a_seal_hides_is_unread_and_never_blank() -> None:
    read = cells(png(stamped(table_page(NUMBERS), (390, 290), is_paint=True)))
    assert read[1][1] == UNREAD
    assert all(
        text in (want, UNREAD)
        for row, wanted in zip(read, NUMBERS, strict=True)
        for text, want in zip(row, wanted, strict=True)
    )


def test_what_one_seal_lets_through_says_nothing_of_another() -> None:
    page = stamped(table_page(NUMBERS), (390, 290), 100)
    read = cells(png(stamped(page, (722, 285), 100, is_paint=True)))
    assert (read[1][1], read[1][3]) == ("10", UNREAD)


def test_a_second_opinion_looks_at_tables_and_keeps_the_prose() -> None:
    data = png(sheet(title="某某市人力资源和社会保障局"))
    first, second = read_images((data,)), read_images_larger((data,))
    assert [paragraph.text for paragraph in second.paragraphs()] == [paragraph.text for paragraph in first.paragraphs()]
    assert [type(block) for block in second.blocks] == [type(block) for block in first.blocks]
    assert any(first.paragraphs())
    assert [[cell.text for cell in row] for table in second.tables() for row in table.rows] == [
        list(row) for row in ROWS
    ]


def test_a_second_opinion_looks_at_numbers_and_takes_over_the_labels(monkeypatch: pytest.MonkeyPatch) -> None:
    data = png(sheet())
    first = read_images((data,))
    looked: list[int] = []
    seen = cell_reading.looks.first_look
    monkeypatch.setattr(cell_reading.looks, "first_look", lambda crops: looked.append(len(crops)) or seen(crops))
    second = read_images_larger((data,))
    assert looked == [sum(len(row) - 1 for row in ROWS)]
    assert [[cell.text for cell in row] for table in second.tables() for row in table.rows] == [
        [cell.text for cell in row] for table in first.tables() for row in table.rows
    ]


def test_a_dash_and_a_clear_zero_need_no_second_look(monkeypatch: pytest.MonkeyPatch) -> None:
    dashed = table_page([["0", "", "5"], ["0", "4", "2"]], draw=lambda c: c.line(125, 768, 155, 768))
    looked: list[int] = []
    recognise = cell_reading.recognise
    monkeypatch.setattr(cell_reading, "recognise", lambda crops: looked.append(len(crops)) or recognise(crops))
    assert cells(png(dashed)) == [["0", "—", "5"], ["0", "4", "2"]]
    assert looked[0] == 3, "5, 4 and 2"


def test_broken_lines_still_make_a_grid() -> None:
    page = table_page(NUMBERS)
    page[:, 230:246] = 255
    page[200:212, :] = 255
    assert [len(row) for row in cells(png(page))] == [5, 5, 5]


def test_places_are_those_of_the_page_as_it_came() -> None:
    [table] = read_image(png(turned(table_page(NUMBERS), -2))).tables()
    left, top, right, bottom = table.rows[1][2].place.box or (0, 0, 0, 0)
    assert (table.rows[1][2].place.page, table.rows[1][2].place.row, table.rows[1][2].place.cell) == (1, 2, 3)
    middle = cv2.transform(
        np.array([[[200 * 200 / 72, 102 * 200 / 72]]]), cv2.getRotationMatrix2D((1653 / 2, 2339 / 2), -2, 1)
    )[0, 0]
    assert np.allclose([(left + right) / 2, (top + bottom) / 2], middle, atol=12)


def test_several_images_are_several_pages() -> None:
    content = read_images((png(table_page(NUMBERS)), png(table_page(NUMBERS[:2]))))
    assert [(table.rows[0][0].place.page, table.rows[0][0].place.table) for table in content.tables()] == [
        (1, 1),
        (2, 2),
    ]


@pytest.mark.parametrize("format_name", each(3, ["TIFF", "JPEG", "WEBP"]))
def test_other_image_formats_read_the_same(format_name: str) -> None:
    target = io.BytesIO()
    Image.fromarray(table_page(NUMBERS[:2])).save(target, format_name)
    assert cells(target.getvalue()) == NUMBERS[:2]


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n", b"II*\x00" + b"\x00" * 50, b"\xff\xd8\xff\xe0junk"])
def test_a_damaged_image_is_refused_with_a_reason(data: bytes) -> None:
    with pytest.raises(ReadError):
        read_image(data)


def test_an_image_of_nine_hundred_million_pixels_is_refused_unopened() -> None:
    data = png(np.zeros((2, 2), np.uint8))
    header = b"IHDR" + struct.pack(">II", 30000, 30000) + data[24:29]
    bomb = data[:12] + header + struct.pack(">I", zlib.crc32(header)) + data[33:]
    with pytest.raises(ReadError, match="too"):
        read_image(bomb)


def read_report(code: str, year: int, worn: Callable[[Pixels], Pixels], pages: slice) -> tuple[Document, int]:
    """The document of a scanned practice report, and how many of its numbers are wrong."""
    known = publisher(code).years[year]
    document = parse(scanned([worn(page) for page in rendered(pdf.document(known.report))[pages]]), "scan.pdf")
    wrong = [
        figure
        for figure in document.report.figures
        if figure.value is not None and figure.value != Decimal(known.figures.get(figure.key, "0"))
    ]
    return document, len(wrong)


def test_a_scanned_page_of_a_report_is_read_without_a_wrong_number() -> None:
    known = publisher("hrss-440113").years[2024]
    page = rendered(pdf.document(known.report))[2]
    reading = interpret(read_scan(open_pdf(scanned([noisy(turned(page, -1.2))]))), "ocr")
    read = {key: figure for key, figure in reading.figures.items() if figure.value is not None}
    assert len(read) >= 90
    assert all(figure.value == Decimal(known.figures.get(key, "0")) for key, figure in read.items())


def test_a_picture_without_a_report_is_looked_at_once_and_is_none() -> None:
    document = parse(png(table_page(NUMBERS[:2])), "picture.png")
    assert (document.report.verdict, document.source.reader) == ("not_a_report", "ocr")


@pytest.mark.long
@pytest.mark.parametrize("code", ["hrss-440113", "hrss-371500", "hrss-340603"])
@pytest.mark.parametrize(
    "worn",
    [
        lambda page: page,
        lambda page: noisy(turned(page, 1.5), 18, 60),
        lambda page: noisy(cv2.GaussianBlur(turned(page, -1), (0, 0), 1.2), 10, 40),
        lambda page: noisy(stamped(page, (1100, 900)), 6, 70),
        lambda page: noisy(cv2.cvtColor(cv2.cvtColor(page, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB), 25, 30),
    ],
    ids=["clean", "turned", "blurred", "stamped", "grey"],
)
def test_a_scanned_report_comes_back_exactly_or_is_not_verified(code: str, worn: Callable[[Pixels], Pixels]) -> None:
    year = max(publisher(code).years)
    document, wrong = read_report(code, year, worn, slice(None))
    assert wrong == 0
    assert document.report.verdict != "verified" or len(document.report.figures) in (198, 200)


def test_only_the_pages_of_a_pdf_without_text_are_looked_at() -> None:
    report = publisher("hrss-440113").years[2024].report
    data = pdf.document(report)
    mixed = pdfium.PdfDocument.new()
    with pdfium.PdfDocument(data) as text, pdfium.PdfDocument(scanned(rendered(data)[1:2])) as scan:
        mixed.import_pages(text, [0])
        mixed.import_pages(scan)
    target = io.BytesIO()
    mixed.save(target)
    assert not text_layer(open_pdf(data)).needs_ocr
    assert text_layer(open_pdf(target.getvalue())).by_ocr == (2,)
    blocks = read_scan(open_pdf(target.getvalue())).blocks
    assert [block.rows[0][0].place.page for block in blocks if isinstance(block, Table)] == [2]


def test_text_of_fonts_without_a_mapping_is_no_text() -> None:
    target = io.BytesIO()
    canvas = Canvas(target)
    for line in range(20):
        canvas.drawString(60, 780 - 20 * line, "Xq zvb kfw jgh pdmn crtx wqpl")
    canvas.save()
    assert text_layer(open_pdf(target.getvalue())).by_ocr == (1,)


def test_more_scanned_pages_than_are_read_do_not_undo_what_the_text_says() -> None:
    """A report in text with a failing sum, and thirty pictures behind it: judged by its text."""
    specimen = write(
        random_recipe(3, format="pdf", edition="2021", layout="official", values="plain", mistake="one_cell_changed")
    )
    whole = pdfium.PdfDocument(specimen.data)
    whole.import_pages(pdfium.PdfDocument(scanned([np.full((400, 300, 3), 128, np.uint8)] * 30)))
    target = io.BytesIO()
    whole.save(target)
    assert parse(target.getvalue(), "a.pdf").report == parse(specimen.data, "a.pdf").report
