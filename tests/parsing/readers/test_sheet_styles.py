"""What nobody sees in a sheet is no figure: hidden by its format, white on white, in a row of no height."""

import struct
from random import Random

import pytest
from writer.formats.compound import compound
from writer.formats.sheet import _record

from parsing.readers.sheet_styles import Style, is_same_colour, number_shown, text_shown
from tests.parsing.readers.test_sheet import READ, changed, texts, with_cells, workbook

LOST_12 = "\ufffd\ufffd"
HIDING = [
    (";;;", 12.0, ""),
    (";;;@", 12.0, ""),
    ("0;-0;;@", 0.0, ""),
    ("0;-0;;@", 12.0, "12"),
    ("0;-0;;@", -12.0, "-12"),
    ("0;;", -12.0, ""),
    ("#,###", 0.0, ""),
    ("#,##0", 0.0, "0"),
    ('[=0]"";General', 0.0, ""),
    ('[=0]"";General', 12.0, "12"),
    ("[>99]0;;", 12.0, ""),
    ("0;0;[White]0", 0.0, ""),
    ('"见附件"', 12.0, "见附件"),
    ("**", 12.0, "*"),
    ('0;-0;"-"', 0.0, "0"),
    ('_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', 0.0, "0"),
    ('0"件;";-0', 12.0, "12"),
    ("@", 12.0, "12"),
    ('[=0]"";0%', 12.0, "1200%"),
]


@pytest.mark.parametrize(("code", "stored", "shown"), HIDING)
def test_a_format_shows_a_number_or_nothing(code, stored, shown):
    assert number_shown(stored, Style(180, code)) == shown


@pytest.mark.parametrize(
    ("code", "shown"), [(";;;", ""), (";;;@", "12"), ("0;-0;;@", "12"), ("@", "12"), ("General", "12")]
)
def test_a_format_may_hide_a_text(code, shown):
    assert text_shown("12", Style(180, code)) == shown


def test_white_in_a_format_is_seen_on_a_ground():
    assert number_shown(12.0, Style(180, "[White]0", is_on_paper=False)) == "12"


@pytest.mark.parametrize(
    ("font", "ground", "is_same"),
    [
        ("FFFFFF", "FFFFFF", True),
        ("F2F2F2", "FFFFFF", True),
        ("D9D9D9", "FFFFFF", False),
        ("theme 4 0.4", "theme 4 0.4", True),
        ("theme 4 0.4", "FFFFFF", False),
        ("FFFFFF", None, False),
        (None, None, False),
    ],
)
def test_a_font_is_lost_in_its_own_colour(font, ground, is_same):
    assert is_same_colour(font, ground) == is_same


def styled(cell, font="", fill="", code="General"):
    """A workbook whose style 1 has this font, fill and format."""
    styles = (
        f'<numFmts><numFmt numFmtId="180" formatCode="{code}"/></numFmts><fonts><font/><font>{font}</font></fonts>'
        f'<fills><fill><patternFill patternType="none"/></fill><fill>{fill}</fill></fills>'
        f'<cellXfs><xf numFmtId="0"/><xf numFmtId="180" fontId="1" fillId="{int(bool(fill))}"/>'
    )
    data = with_cells(Random(1), cell)  # noqa: S311  not for secrets
    return changed(data, styles=[('<cellXfs><xf numFmtId="0"/><xf numFmtId="0"/>', styles)])


def solid(color):
    return f'<patternFill patternType="solid"><fgColor {color}/></patternFill>'


TWELVE = '<c r="B1" s="1"><v>12</v></c>'


@pytest.mark.parametrize(
    ("font", "fill", "shown"),
    [
        ('<color rgb="FFFFFFFF"/>', "", LOST_12),
        ('<color theme="0"/>', "", LOST_12),
        ('<color theme="0" tint="-4.9989318521683403E-2"/>', "", LOST_12),
        ('<color indexed="9"/>', "", LOST_12),
        ('<color theme="0" tint="-0.25"/>', "", "12"),
        ('<color rgb="FFFFFFFF"/>', solid('rgb="FF4472C4"'), "12"),
        ('<color rgb="FF4472C4"/>', solid('rgb="FF4472C4"'), LOST_12),
        ('<color theme="4"/>', solid('theme="4"'), LOST_12),
        ('<color rgb="FFFFFFFF"/>', solid('indexed="64"'), "12"),
        ('<color rgb="FFFFFFFF"/>', '<gradientFill degree="90"/>', "12"),
        ('<color rgb="FFFF0000"/>', "", "12"),
        ("", solid('rgb="FF000000"'), LOST_12),
    ],
)
def test_a_number_in_the_colour_of_its_ground_is_in_doubt(font, fill, shown):
    assert texts(styled(TWELVE, font, fill))[0] == ["a", shown]


@pytest.mark.parametrize("fill", ["", solid('rgb="FF4472C4"')])
def test_white_runs_are_seen_on_a_ground_alone(fill):
    run = '<r><rPr><color rgb="FFFFFFFF"/></rPr><t>12</t></r>'
    cell = f'<c r="B1" s="1" t="inlineStr"><is>{run}</is></c>'
    assert texts(styled(cell, fill=fill))[0] == ["a", "12" if fill else LOST_12]


def test_a_cell_in_a_hiding_format_is_blank():
    assert texts(styled(TWELVE + "<c r='C1'><v>7</v></c>", code=";;;"))[0] == ["a", "", "7"]


def test_a_sheet_may_show_no_zeros():
    data = with_cells(Random(1), '<c r="B1"><v>0</v></c><c r="C1"><v>7</v></c>')  # noqa: S311  not for secrets
    hidden = '<sheetViews><sheetView showZeros="0" workbookViewId="0"/></sheetViews><sheetData>'
    assert texts(data)[0] == ["a", "0", "7"]
    assert texts(changed(data, sheet1=[("<sheetData>", hidden)]))[0] == ["a", "", "7"]


def test_a_row_or_column_of_no_size_is_not_seen():
    cells = [(0, 0, "a"), (0, 1, "1"), (1, 0, "b"), (1, 1, "2"), (0, 2, "3"), (1, 2, "4")]
    data = workbook(Random(1), cells)  # noqa: S311  not for secrets
    assert texts(changed(data, sheet1=[('<row r="2">', '<row r="2" ht="0" customHeight="1">')])) == [["a", "1", "3"]]
    columns = '<cols><col min="2" max="2" width="0" customWidth="1"/></cols><sheetData>'
    assert texts(changed(data, sheet1=[("<sheetData>", columns)]))[0] == ["a", "", "3"]


def legacy(*cells, fonts=(), formats=(), styles=(), flags=0x10):
    """A legacy workbook of records of cells; ``flags`` are those of its window."""
    globals_ = [
        _record(0x0809, struct.pack("<4H2I", 0x0600, 5, 0, 0, 0, 0)),
        _record(0x42, b"\xb0\x04"),
        *(
            _record(0x31, struct.pack("<7H2B", 200, 0, colour, 400, 0, 0, 0, 1, 0) + b"a")
            for colour in (0x7FFF, *fonts)
        ),
        *(
            _record(0x041E, struct.pack("<2HB", number, len(code), 1) + code.encode("utf-16-le"))
            for number, code in formats
        ),
        *(
            _record(0xE0, struct.pack("<2H10xIH", font, number, pattern << 26, ground))
            for font, number, pattern, ground in ((0, 0, 0, 0), *styles)
        ),
    ]
    end = _record(0x0A, b"")
    at = sum(map(len, globals_)) + 14 + len(end)
    listed = _record(0x85, struct.pack("<IBB", at, 0, 0) + b"\x02\x00ab")
    sheet = _record(0x0809, struct.pack("<4H2I", 0x0600, 16, 0, 0, 0, 0))
    chart = _record(0x0809, struct.pack("<4H2I", 0x0600, 32, 0, 0, 0, 0)) + end
    window = _record(0x023E, struct.pack("<H16x", flags))
    data = compound({"Workbook": b"".join([*globals_, listed, end, sheet, *cells, chart, window, end])})
    (table,) = READ["xls"](data).tables()
    return [[cell.text for cell in row] for row in table.rows]


def number(row, column, value, style=0):
    return _record(0x0203, struct.pack("<3Hd", row, column, style, value))


def word(row, column, text, style=0):
    packed = text.encode("utf-16-le")
    return _record(0x0204, struct.pack("<4HB", row, column, style, len(packed) // 2, 1) + packed)


def test_a_legacy_cell_shows_what_its_format_shows():
    formats = [(180, ";;;"), (181, "0;-0;;@"), (182, "0%")]
    styles = [(0, number, 0, 0) for number, _ in formats]
    cells = [word(0, 0, "a"), *(number(0, style, 12.0, style) for style in (1, 2, 3)), number(0, 4, 0.0, 2)]
    cells += [word(1, 0, "b"), word(1, 1, "12", 1), number(1, 4, 3.0)]
    assert legacy(*cells, formats=formats, styles=styles) == [["a", "", "12", "1200%", ""], ["b", "", "", "", "3"]]


def test_a_legacy_number_in_the_colour_of_its_ground_is_in_doubt():
    styles = [(1, 0, 0, 0), (1, 0, 1, 30), (1, 0, 1, 9), (1, 0, 1, 64)]
    cells = [word(0, 0, "a"), *(number(0, style, 12.0, style) for style in (1, 2, 3, 4)), word(0, 5, "12", 1)]
    assert legacy(*cells, fonts=[9], styles=styles) == [["a", LOST_12, "12", LOST_12, "12", LOST_12]]


def test_hidden_rows_and_columns_of_a_legacy_sheet_are_not_printed():
    cells = [number(row, column, 10.0 * row + column) for row in range(3) for column in range(4)]
    hidden = [
        _record(0x7D, struct.pack("<6H", 1, 1, 2000, 0, 1, 0)),
        _record(0x0208, struct.pack("<6HI", 1, 0, 4, 300, 0, 0, 0x20)),
    ]
    assert legacy(*hidden, *cells) == [["0", "", "2", "3"], ["20", "", "22", "23"]]


def test_a_legacy_sheet_may_show_no_zeros():
    cells = [word(0, 0, "a"), number(0, 1, 0.0), number(0, 2, 7.0)]
    assert legacy(*cells) == [["a", "0", "7"]]
    assert legacy(*cells, flags=0) == [["a", "", "7"]]
