"""Writers: every format carries the same cells, and the same report gives the same bytes."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import docx
import pypdfium2
import pytest
from lxml import html as lxml_html

from practice.errors import PracticeError
from practice.form import edition, headings
from practice.publishers import publisher
from practice.report import Paragraph, Report, Table, positions
from practice.writers import font, html, packed, pdf, word

YEARS = [2020, 2023]


def report(code: str, year: int) -> Report:
    return publisher(code).years[year].report


def grids(of: Report) -> list[dict[tuple[int, int], str]]:
    """By table, the text at every place of the grid, spans filled."""
    return [
        {
            (top + r, left + c): cell.text
            for top, left, cell in positions(table)
            for r in range(cell.rows)
            for c in range(cell.columns)
        }
        for table in of.blocks
        if isinstance(table, Table)
    ]


def grid_of_html(table: lxml_html.HtmlElement) -> dict[tuple[int, int], str]:
    found: dict[tuple[int, int], str] = {}
    for top, row in enumerate(table.iter("tr")):
        left = 0
        for cell in row.iter("td"):
            while (top, left) in found:
                left += 1
            for r in range(int(cell.get("rowspan", "1"))):
                for c in range(int(cell.get("colspan", "1"))):
                    assert (top + r, left + c) not in found
                    found[top + r, left + c] = cell.text_content()
    return found


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("code", ["hrss-410105", "hrss-371500", "hrss-330600"])
def test_html_spans_place_every_cell_of_the_report(code: str, year: int) -> None:
    page = lxml_html.fromstring(f"<div>{html.fragment(report(code, year))}</div>")
    assert [grid_of_html(table) for table in page.iter("table")] == grids(report(code, year))


def test_html_escapes_what_the_report_says() -> None:
    text = '1 < 2 & "3"'
    written = html.fragment(Report("t", publisher("hrss-410105").years[2023].published_on, (Paragraph(text),)))
    assert "1 &lt; 2 &amp;" in written


@pytest.mark.parametrize("year", YEARS)
def test_word_merges_the_cells_that_the_form_merges(year: int) -> None:
    of = report("hrss-340603", year)
    tables = docx.Document(io.BytesIO(word.document(of))).tables
    for table, grid in zip(tables, grids(of), strict=True):
        read = {(r, c): cell.text for r, row in enumerate(table.rows) for c, cell in enumerate(row.cells)}
        assert read == grid


def test_word_files_hold_no_moment_of_writing() -> None:
    of = report("hrss-340603", 2020)
    data = word.document(of)
    assert data == word.document(of)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {member.date_time for member in archive.infolist()} == {packed.ZIP_MOMENT}
    assert docx.Document(io.BytesIO(data)).core_properties.created.date() == of.published_on


def pages(data: bytes) -> list[str]:
    with pypdfium2.PdfDocument(data) as document:
        return [re.sub(r"\s", "", document[n].get_textpage().get_text_range()) for n in range(len(document))]


@pytest.mark.parametrize("year", YEARS)
def test_pdf_text_holds_every_label_and_all_prose(year: int) -> None:
    of = report("hrss-440113", year)
    form = edition(publisher("hrss-440113").years[year].edition)
    text = "".join(pages(pdf.document(of)))
    for line in form.section("proactive") + form.section("applications"):
        assert line.label in text
    for block in of.blocks:
        if isinstance(block, Paragraph):
            assert block.text in text


@pytest.mark.parametrize("year", YEARS)
def test_pdf_repeats_the_header_of_table_three_on_each_of_its_pages(year: int) -> None:
    relation = headings()["relation"]
    read = pages(pdf.document(report("hrss-440113", year)))
    assert sum(relation in text for text in read) == 3
    assert not any(headings()["groups"]["processed_total"] in text for text in read), "the group label is cut"


def test_pdf_files_hold_no_moment_of_writing() -> None:
    of = report("hrss-440113", 2023)
    data = pdf.document(of)
    assert data == pdf.document(of)
    assert b"/CreationDate (D:20000101" in data


def test_a_missing_font_is_named_with_its_package(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(font, "USUAL_PLACES", (str(tmp_path / "none.ttc"),))
    monkeypatch.setattr(font.shutil, "which", lambda name: None)
    with pytest.raises(PracticeError, match="fonts-wqy-microhei"):
        font.find()


def test_fontconfig_is_asked_where_the_usual_places_are_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    if font.shutil.which("fc-list") is None:
        pytest.skip("no fontconfig here")
    found = font.find()
    monkeypatch.setattr(font, "USUAL_PLACES", ())
    assert font.find().name == found.name
