"""Binary Word files: cells by their marks, merged cells by the shape of the row, text by its pieces."""

import struct

import pytest
from writer.formats.compound import compound
from writer.formats.doc import Part, binary

from parsing.blocks import ReadError, Table
from parsing.compounds import Compound
from parsing.document import parse
from parsing.readers.doc import read_doc

IN_TABLE, ROW_END = b"\x16\x24\x01", b"\x16\x24\x01\x17\x24\x01"


def row(*texts):
    return [*(Part(text + "\x07", IN_TABLE) for text in texts), Part("\x07", ROW_END)]


def table_texts(data):
    return [[cell.text for cell in row] for table in read_doc(Compound(data)).tables() for row in table.rows]


@pytest.mark.parametrize("edition", ["2021", "2019"])
@pytest.mark.parametrize("values", ["plain", "some_zeros_blank", "zeros_blank"])
def test_every_cell_of_a_report_comes_back(report, assert_read_whole, edition, values):
    assert_read_whole(report("doc", edition=edition, values=values), reader="doc")


@pytest.mark.parametrize("seed", range(5))
def test_the_pieces_of_a_fast_save_are_put_in_order(report, assert_read_whole, seed):
    assert_read_whole(report("doc_fast_saved", seed=seed), reader="doc")


def test_an_empty_cell_is_no_end_of_a_row():
    data = binary([*row("a", "", ""), *row("", "", "b")])
    assert table_texts(data) == [["a", "", ""], ["", "", "b"]]


def test_a_paragraph_inside_a_cell_stays_a_line_of_its_own():
    data = binary([Part("1\r", IN_TABLE), *row("2", "3")])
    assert table_texts(data) == [["1\n2", "3"]]


def test_without_paragraph_properties_only_plain_rows_are_believed():
    clear = binary([Part("a\x07b\x07\x07c\x07d\x07\x07"), Part("after\r")], with_properties=False)
    assert table_texts(clear) == [["a", "b"], ["c", "d"]]
    with pytest.raises(ReadError, match="damaged"):
        read_doc(Compound(binary([Part("a\x07\x07\x07b\x07\x07")], with_properties=False)))


def test_a_table_around_the_report_is_walked_through():
    inner = b"\x16\x24\x01\x49\x66\x02\x00\x00\x00"
    data = binary(
        [
            Part("above\r", IN_TABLE),
            Part("x\r", inner + b"\x4b\x24\x01"),
            Part("\r", inner + b"\x4b\x24\x01\x4c\x24\x01"),
            *row("below"),
            Part("outside\r"),
        ]
    )
    blocks = [b.rows[0][0].text if isinstance(b, Table) else b.text for b in read_doc(Compound(data)).blocks]
    assert blocks == ["above", "x", "below", "outside"]


def test_the_code_of_a_field_is_not_printed():
    data = binary([Part("第\x13 PAGE \x14" + "3\x15页\r")])
    assert [paragraph.text for paragraph in read_doc(Compound(data)).paragraphs()] == ["第3页"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (binary([Part("a\r")], flags=0x0100), "the Word document is locked by a password"),
        (compound({"WordDocument": struct.pack("<H", 0xA5DC)}), "the Word document is older than Word 97"),
        (compound({"WordDocument": b"", "1Table": b""}), "the Word document is damaged or cut short"),
        (compound({"EncryptedPackage": b"x"}), "the Office document is locked by a password"),
        (compound({"Picture": b"x"}), "the Office document holds neither text nor a sheet"),
    ],
)
def test_what_cannot_be_read_says_why(data, reason):
    document = parse(data, "a.doc")
    assert (document.report.verdict, document.error) == ("unreadable", reason)
