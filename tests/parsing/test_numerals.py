from decimal import Decimal

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsing.numerals import CellNumber, PrintedNumber, fold, parse_number, parse_percent, read_cell_number


def printed(value: str, decimals: int = 0, is_approximate: bool = False) -> PrintedNumber:
    return PrintedNumber(Decimal(value), decimals, is_approximate)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1234", printed("1234")),
        ("17,350.00", printed("17350", 2)),
        ("１２３", printed("123")),
        ("1.2万", printed("12000", -3)),
        ("1.35亿", printed("135000000", -6)),
        ("1200余", printed("1200", 0, True)),
        ("6.1万余", printed("61000", -3, True)),
        ("约12万", printed("120000", -4, True)),
        ("一百余", printed("100", 0, True)),
        ("两", printed("2")),
        ("两百零三", printed("203")),
    ],
)
def test_prose_numbers_are_read_with_the_precision_they_are_printed_in(text: str, number: PrintedNumber) -> None:
    assert parse_number(text) == number


@pytest.mark.parametrize(
    "text", ["十十一", "百十两", "", "1,23", "二〇二三", "12①", "2 6", "1.2.3", "件", "十百", "9" * 30]
)
def test_what_is_not_wholly_a_number_is_none(text: str) -> None:
    assert parse_number(text) is None


def test_percentages_in_signs_and_in_words() -> None:
    assert parse_percent("26.7%") == printed("26.7", 1)
    assert parse_percent("９８％") == printed("98")
    assert parse_percent("约百分之十二点五") == printed("12.5", 1, True)
    assert parse_percent("百分之百") == printed("100")
    assert parse_percent("26.7") is None


@pytest.mark.parametrize(
    ("raw", "cell"),
    [
        ("7", CellNumber(Decimal(7), "number")),
        ("0件", CellNumber(Decimal(0), "zero", "件")),
        ("251000元", CellNumber(Decimal(251000), "number", "元")),
        ("96.075万元", CellNumber(Decimal("96.075"), "number", "万元")),
        ("1.2万件", CellNumber(Decimal(12000), "number", "件")),
        ("+3", CellNumber(Decimal(3), "number")),
        ("-2", CellNumber(Decimal(-2), "number")),
        ("增2", CellNumber(Decimal(2), "number")),
        ("减少1项", CellNumber(Decimal(-1), "number", "项")),
        ("两件", CellNumber(Decimal(2), "number", "件")),
        (" \u3000\u00a0", CellNumber(None, "blank")),
        ("12\u00ad34", CellNumber(Decimal(1234), "number")),
        ("\u202a12\u202c\u2060", CellNumber(Decimal(12), "number")),
        ("\u200b\ufeff", CellNumber(None, "blank")),
        ("1\u03362\u033634", CellNumber(None, "text")),
        ("——", CellNumber(None, "dash")),
        ("/", CellNumber(None, "dash")),
        ("－", CellNumber(None, "dash")),
        ("无", CellNumber(None, "text")),
        ("一", CellNumber(None, "text")),
        ("2 6", CellNumber(None, "text")),
        ("12①", CellNumber(None, "text")),
        ("7条件", CellNumber(None, "text")),
        ("约10", CellNumber(None, "text")),
        ("1.属于国家秘密", CellNumber(None, "text")),
    ],
)
def test_cells_keep_number_zero_blank_dash_and_text_apart(raw: str, cell: CellNumber) -> None:
    assert read_cell_number(raw) == cell


def test_folding_never_turns_a_footnote_mark_into_a_digit() -> None:
    assert fold("１２①²½％") == "12①²½%"


@given(st.integers(0, 10**9))
def test_every_count_survives_the_round_trip_through_cell_and_prose(count: int) -> None:
    for text in (str(count), f"{count:,}", f"{count:,}".replace(",", "，")):
        assert parse_number(text) == printed(str(count))
        assert read_cell_number(text).value == count


@given(st.integers(1, 9_999))
def test_every_chinese_numeral_survives_the_round_trip(count: int) -> None:
    number = parse_number(cn2an.an2cn(count))
    assert number is not None
    assert number.value == count


@given(st.decimals(min_value=0, max_value=10**6, places=3))
def test_money_keeps_every_printed_digit(amount: Decimal) -> None:
    cell = read_cell_number(f"{amount}万元")
    assert (cell.value, cell.unit) == (amount, "万元")
    assert cell.state == ("zero" if amount == 0 else "number")


@pytest.mark.parametrize("text", ["0.1234567", "10000000000", "1234567890.123456", "100亿"])
def test_a_number_with_more_digits_than_can_be_kept_is_a_text(text: str) -> None:
    assert parse_number(text) is None
    assert read_cell_number(text) == CellNumber(None, "text")


@pytest.mark.parametrize("text", ["0.123456", "9999999999", "123456789.123456", "12.50000000", "99亿"])
def test_a_number_whose_digits_can_be_kept_is_believed(text: str) -> None:
    assert read_cell_number(text).value == getattr(parse_number(text), "value", None) is not None


@given(st.text())
def test_no_cell_text_is_an_error(raw: str) -> None:
    cell = read_cell_number(raw)
    assert (cell.value is not None) == (cell.state in ("number", "zero"))
