"""Numbers as people read them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from dashboard import format


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "–"),
        (0, "0"),
        (Decimal("45.597000"), "45.597"),
        (1234567, "1,234,567"),
        (Decimal("-3"), "−3"),
        (100, "100"),
    ],
)
def test_a_number_keeps_its_own_decimals_and_missing_is_no_zero(value: object, shown: str) -> None:
    assert format.number(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "–"),
        (-26.666, "−26.7\u00a0%"),
        (25.0, "+25.0\u00a0%"),
        (0.04, "0.0\u00a0%"),
        (-0.04, "0.0\u00a0%"),
        (1234.5, "+1,234.5\u00a0%"),
    ],
)
def test_a_change_has_a_sign_and_one_decimal(value: object, shown: str) -> None:
    assert format.percent(value) == shown


@pytest.mark.parametrize(("value", "shown"), [(0.25, "0.3"), (7.0, "7"), (None, "–"), (-0.04, "0")])
def test_what_is_computed_is_rounded_half_up(value: object, shown: str) -> None:
    assert format.rounded(value) == shown
