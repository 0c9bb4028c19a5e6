"""Workbooks: numbers as printed, merged cells once, nothing hidden, and no cost for emptiness."""

import io
import zipfile

import pytest
from writer.formats.sheet import xlsx_file

from parsing.blocks import ReadError
from parsing.document import parse
from parsing.readers.sheet import number_text
from parsing.readers.xlsx import read_xlsx


def changed(data, **replacements):
    """A workbook with some text of its parts replaced."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name).decode()
            for before, after in replacements.get(name.rpartition("/")[2].removesuffix(".xml"), ()):
                assert before in text
                text = text.replace(before, after)
            new.writestr(name, text)
    return buffer.getvalue()


def workbook(random, *sheets):
    return xlsx_file([[(row, column, text, 1, 1) for row, column, text in sheet] for sheet in sheets], random)


@pytest.fixture
def random():
    from random import Random

    return Random(1)  # noqa: S311  not for secrets


def texts(data):
    return [[cell.text for cell in row] for table in read_xlsx(data).tables() for row in table.rows]


@pytest.mark.parametrize("edition", ["2021", "2019"])
@pytest.mark.parametrize("form", ["xlsx", "xls"])
@pytest.mark.parametrize("values", ["plain", "some_zeros_blank"])
def test_every_cell_of_a_report_comes_back(report, assert_read_whole, edition, form, values):
    assert_read_whole(report(form, edition=edition, values=values), reader=form)


@pytest.mark.parametrize(
    ("stored", "printed"), [(11.0, "11"), (96.075, "96.075"), (0.1 + 0.2, "0.3"), (1e20, "1" + "0" * 20), (-3.0, "-3")]
)
def test_a_number_is_printed_as_the_sheet_shows_it(stored, printed):
    assert number_text(stored) == printed


def test_a_hidden_sheet_row_or_column_is_not_printed(random):
    data = workbook(random, [(0, 0, "a"), (0, 1, "1"), (1, 0, "b"), (1, 1, "2")], [(0, 0, "old"), (0, 1, "9")])
    hidden = changed(
        data,
        workbook=[('name="2"', 'name="2" state="hidden"')],
        sheet1=[('<row r="2">', '<row r="2" hidden="1">')],
    )
    assert texts(hidden) == [["a", "1"]]
    data = changed(data, sheet1=[("<sheetData>", '<cols><col min="1" max="1" hidden="1"/></cols><sheetData>')])
    assert ["a", "1"] not in texts(data)


def test_one_value_in_the_last_cell_costs_nothing(random):
    data = changed(workbook(random, [(0, 0, "a"), (0, 1, "1")]), sheet1=[('r="B1"', 'r="XFD1048576"')])
    with pytest.raises(ReadError, match="more than"):
        read_xlsx(changed(data, sheet1=[("</sheetData>", f"{'<row><c><v>1</v></c></row>' * 3000}</sheetData>")]))
    assert [paragraph.text for paragraph in read_xlsx(data).paragraphs()] + texts(data)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ([("<sheetData>", "<sheetData>" + "<row>" + "<c><v>1</v></c>" * 200_001 + "</row>")], "more than 200000 cells"),
        ([("<mergeCells>", "<mergeCells>" + '<mergeCell ref="A1:B9"/>' * 300_000)], "overlap beyond measure"),
        ([("<worksheet", '<!DOCTYPE x [<!ENTITY a "b">]><worksheet')], "declares XML entities"),
        ([("</sheetData>", "")], "damaged or cut short"),
        ([('r="A1"', 'r="1A"')], "no address"),
    ],
)
def test_what_cannot_be_read_says_why(random, change, reason):
    cells = [(row, column, "1") for row in range(9) for column in range(2)]
    document = parse(changed(workbook(random, cells), sheet1=change), "a.xlsx")
    assert document.report.verdict == "unreadable"
    assert reason in document.error
