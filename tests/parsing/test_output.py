"""Numbers of the JSON form: what is printed comes out digit by digit."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsing.numerals import is_exact
from parsing.output import digits, number

BELIEVED = st.decimals("-9999999999", "9999999999", places=6).filter(is_exact)


@given(BELIEVED)
def test_a_number_comes_back_from_json_as_it_was_printed(value: Decimal) -> None:
    written = json.dumps(number(value))
    assert json.loads(written, parse_float=Decimal) == value
    assert Decimal(str(float(written))) == value, "a reader that has doubles only shows the same digits"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("45.597", "45.597"),
        ("11.000000", "11"),
        ("100", "100"),
        ("0.000001", "0.000001"),
        ("-26.70", "-26.7"),
        ("0E-6", "0"),
    ],
)
def test_digits_are_those_that_people_write(value: str, written: str) -> None:
    assert digits(Decimal(value)) == written


def test_what_no_double_holds_is_a_text_and_never_rounded() -> None:
    assert number(Decimal("12345678901234567.1")) == "12345678901234567.1"
    assert number(Decimal("12345678901234567")) == 12345678901234567
