"""Workbooks: numbers as printed, merged cells once, nothing hidden, and no cost for emptiness."""

import io
import struct
import zipfile

import pytest
from writer.formats.compound import compound
from writer.formats.sheet import _record, xlsx_file

from parsing.blocks import ReadError
from parsing.compounds import Compound
from parsing.document import parse
from parsing.readers.sheet import read_xls
from parsing.readers.sheet_dates import date_text, is_date_format
from parsing.readers.sheet_styles import number_text
from parsing.readers.xls_strings import Strings
from parsing.readers.xlsx import read_xlsx
from parsing.zip_file import Zip

STRUCK_12 = "1\u03362\u0336"
READ = {"xls": lambda data: read_xls(Compound(data)), "xlsx": lambda data: read_xlsx(Zip(data))}


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
    return [[cell.text for cell in row] for table in read_xlsx(Zip(data)).tables() for row in table.rows]


@pytest.mark.parametrize("edition", ["2021", "2019"])
@pytest.mark.parametrize("form", ["xlsx", "xls"])
@pytest.mark.parametrize("values", ["plain", "some_zeros_blank"])
def test_every_cell_of_a_report_comes_back(report, assert_read_whole, edition, form, values):
    assert_read_whole(report(form, edition=edition, values=values), reader=form)


@pytest.mark.parametrize(
    ("stored", "printed"),
    [
        (11.0, "11"),
        (96.075, "96.075"),
        (0.1 + 0.2, "0.3"),
        (1234.0000000001, "1234"),
        (1e20, "1" + "0" * 20),
        (-3.0, "-3"),
    ],
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
        read_xlsx(Zip(changed(data, sheet1=[("</sheetData>", f"{'<row><c><v>1</v></c></row>' * 3000}</sheetData>")])))
    assert [paragraph.text for paragraph in read_xlsx(Zip(data)).paragraphs()] + texts(data)


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


FORMULAS = [
    ("<c r='B1'><f>SUM(B2:B9)</f></c>", "=SUM(B2:B9)"),
    ("<c r='B1'><f>SUM(B2:B9)</f><v/></c>", "=SUM(B2:B9)"),
    ("<c r='B1'><f t='shared' si='0'/></c>", "="),
    ("<c r='B1'><f>SUM(B2:B9)</f><v>12</v></c>", "12"),
    ("<c r='B1'><f>SUM(B2:B9)</f><v>0</v></c>", "0"),
    ("<c r='B1' t='str'><f>IF(B2=0,\"\",B2)</f><v></v></c>", ""),
]


def with_cells(random, markup):
    data = workbook(random, [(0, 0, "a"), (0, 1, "1"), (1, 0, "b")])
    plain = next(cell for cell in ('<c r="B1"><v>1</v></c>', '<c r="B1"><v>1.0</v></c>') if cell in sheet_of(data))
    return changed(data, sheet1=[(plain, markup)])


def sheet_of(data):
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return file.read("xl/worksheets/sheet1.xml").decode()


@pytest.mark.parametrize(("markup", "shown"), FORMULAS)
def test_a_formula_without_a_result_stands_for_itself(random, markup, shown):
    read = read_xlsx(Zip(with_cells(random, f"{markup}<c r='C1'><v>7</v></c>")))
    assert [cell.text for table in read.tables() for cell in table.rows[0]] == ["a", shown, "7"]


def test_a_zero_is_no_result_where_the_workbook_is_yet_to_be_calculated(random):
    data = with_cells(random, "<c r='B1'><f>SUM(B2:B9)</f><v>0</v></c>")
    asked = changed(data, workbook=[("</sheets>", '</sheets><calcPr fullCalcOnLoad="1"/>')])
    assert texts(asked)[0][:2] == ["a", "=SUM(B2:B9)"]


@pytest.mark.parametrize("form", ["xlsx_formulas", "xls_formulas"])
def test_totals_that_nobody_has_calculated_are_blank_and_doubtful(report, form):
    specimen = report(form, values="zero_totals_blank")
    document = parse(specimen.data, "report")
    blank = {key for key, printed in specimen.truths[0].sheet.items() if printed.state == "blank"}
    read = document.report.figure_by_key()
    assert blank
    assert {(read[key].state, read[key].value, read[key].raw[0]) for key in blank} == {("blank", None, "=")}
    assert document.report.verdict == "uncertain"


@pytest.mark.parametrize("number", [14, 27, 31, 36, 50, 57, 58])
def test_a_number_in_a_format_for_dates_is_a_date(random, number):
    data = with_cells(random, '<c r="B1" s="1"><v>45311</v></c>')
    data = changed(
        data, styles=[('<cellXfs><xf numFmtId="0"/><xf numFmtId="0"/>', f'<cellXfs><xf/><xf numFmtId="{number}"/>')]
    )
    assert texts(data)[0] == ["a", "2024-01-20"]


@pytest.mark.parametrize(
    ("code", "shown"), [("0%", "1234%"), ("0.0%", "1234%"), ("0,", "12.34\ufffd"), ("#,##0_ ", "12.34")]
)
def test_a_format_that_shows_another_number_leaves_the_cell_open(random, code, shown):
    formats = f'<numFmts count="1"><numFmt numFmtId="180" formatCode="{code}"/></numFmts>'
    data = with_cells(random, '<c r="B1" s="1"><v>12.34</v></c>')
    data = changed(
        data,
        styles=[('<cellXfs><xf numFmtId="0"/><xf numFmtId="0"/>', f'{formats}<cellXfs><xf/><xf numFmtId="180"/>')],
    )
    assert texts(data)[0] == ["a", shown]


@pytest.mark.parametrize(
    ("run", "shown"),
    [
        ("<rPr><strike/></rPr><t>1230</t>", "1234"),
        ('<rPr><sz val="6"/></rPr><t>1</t>', "\ufffd1234"),
        ('<rPr><sz val="9"/></rPr><t>1</t>', "11234"),
    ],
)
def test_a_part_of_a_text_may_be_struck_out_or_smaller(random, run, shown):
    data = with_cells(random, f'<c r="B1" t="inlineStr"><is><r>{run}</r><r><t>1234</t></r></is></c>')
    assert texts(data)[0] == ["a", shown]


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ('<c r="B1" s="1"><v>12</v></c>', STRUCK_12),
        ('<c r="B1" s="1" t="inlineStr"><is><t>12</t></is></c>', STRUCK_12),
        ('<c r="B1" s="2"><v>12</v></c>', "12"),
        ('<c r="B1"><v>12</v></c>', "12"),
    ],
)
def test_a_cell_may_be_struck_out_by_its_format(random, cell, shown):
    fonts = '<fonts><font/><font><strike/></font><font><strike val="0"/></font></fonts>'
    styles = '<cellXfs><xf numFmtId="0"/><xf fontId="1"/><xf fontId="2"/>'
    data = changed(
        with_cells(random, cell), styles=[('<cellXfs><xf numFmtId="0"/><xf numFmtId="0"/>', f"{fonts}{styles}")]
    )
    assert texts(data)[0] == ["a", shown]


def test_a_legacy_cell_may_be_struck_out_by_its_format():
    """Style 1 has a font that strikes out; a record of several numbers says the style of each."""
    cells = [
        _record(0x0203, struct.pack("<3Hd", 0, 0, 1, 12.0)),
        _record(0x00BD, struct.pack("<2HHIHIH", 0, 1, 0, 12 << 2 | 2, 1, 12 << 2 | 2, 2)),
        _record(0x0204, struct.pack("<3HHB", 0, 3, 1, 2, 0) + b"12"),
        _record(0x0203, struct.pack("<3Hd", 1, 0, 0, 12.0)),
        _record(0x0203, struct.pack("<3Hd", 1, 1, 0, 34.0)),
    ]
    fonts = [_record(0x31, struct.pack("<7H2B", 200, flags, 0x7FFF, 400, 0, 0, 0, 1, 0) + b"a") for flags in (0, 8)]
    styles = [_record(0xE0, struct.pack("<2H16x", font, 0)) for font in (0, 1)]
    globals_ = [
        _record(0x0809, struct.pack("<4H2I", 0x0600, 5, 0, 0, 0, 0)),
        _record(0x42, b"\xb0\x04"),
        *fonts,
        *styles,
    ]
    end = _record(0x0A, b"")
    at = sum(map(len, globals_)) + 14 + len(end)
    listed = _record(0x85, struct.pack("<IBB", at, 0, 0) + b"\x02\x00ab")
    sheet = _record(0x0809, struct.pack("<4H2I", 0x0600, 16, 0, 0, 0, 0))
    data = compound({"Workbook": b"".join([*globals_, listed, end, sheet, *cells, end])})
    (table,) = READ["xls"](data).tables()
    assert [[cell.text for cell in row] for row in table.rows] == [
        [STRUCK_12, "12", STRUCK_12, STRUCK_12],
        ["12", "34", "", ""],
    ]


@pytest.mark.parametrize(
    ("code", "is_date"),
    [
        ('yyyy"年"m"月"d"日"', True),
        ("[$-804]aaaa", True),
        ("[h]:mm", True),
        ("#,##0_ ;[Red]-#,##0", False),
        ('0"month"', False),
        ('G/通用格式"件"', False),
    ],
)
def test_a_format_that_is_spelled_out_says_whether_it_is_of_dates(code, is_date):
    assert is_date_format(176, code) == is_date


def test_days_are_counted_from_1900_or_from_1904():
    assert date_text(45311, is_from_1904=False) == date_text(45311 - 1462, is_from_1904=True) == "2024-01-20"
    assert date_text(0.5, is_from_1904=False) == "12:00:00"
    assert date_text(1e9, is_from_1904=False) == "#######"


def test_a_legacy_date_in_such_a_format_is_no_number(report):
    for form in ("xls", "xlsx"):
        read = READ[form](report(form).data)
        assert [paragraph.text for paragraph in read.paragraphs()][-1] == "2024-01-20"


def test_a_shared_text_may_go_on_in_the_next_record():
    """What is left of its signs begins there with their width."""
    strings = Strings(["前".encode("utf-16-le"), b"\x00bc"])
    assert strings.signs(3, is_wide=True) == "前bc"
    assert strings.is_at_end
