"""Numbers of the JSON form: what is printed comes out digit by digit."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsing.model import Claim, ClaimSum, Document, Report, Source, SumPart, UnboundNumber
from parsing.numerals import is_exact
from parsing.output import digits, number, to_record

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


def printed(report: Report) -> dict[str, Any]:
    record = to_record(Document(Source("a.html", "0" * 64, "text/html", "html"), report))
    return json.loads(json.dumps(record))


def test_a_claim_says_where_its_words_stand_why_it_was_bound_and_what_it_contains() -> None:
    sentence = "全年共收到申请14件，其中上年结转5件。"
    claim = Claim(
        "applications_received",
        "count",
        Decimal(14),
        "14件",
        sentence,
        "overview",
        span=(7, 10),
        why="收到申请",
        contains="applications_carried_in",
    )
    (stated,) = printed(Report(None, 2022, "none", None, "verified", claims=(claim,)))["claims"]
    assert sentence[slice(*stated["span"])] == stated["raw"]
    assert (stated["why"], stated["contains"]) == ("收到申请", "applications_carried_in")


def test_a_number_without_a_claim_keeps_its_reason_and_a_sum_its_parts() -> None:
    unbound = UnboundNumber(
        Decimal("2.5"), "2.5万", "另有2.5万人次。", "other", (2, 6), "ambiguous", "人次", ("trainings", "petitions")
    )
    claim_sum = ClaimSum(
        "applications_received",
        Decimal(8),
        "channels",
        (SumPart("网上", "applications_online", Decimal(5)), SumPart("其他", None, Decimal(2))),
        True,
        "fail",
        "收到8件，网上5件，其他2件。",
        "applications",
    )
    record = printed(Report(None, 2022, "none", None, "verified", unbound=(unbound,), claim_sums=(claim_sum,)))
    assert list(record).index("unbound") == list(record).index("claims") + 1
    (left,), (added,) = record["unbound"], record["claim_sums"]
    assert (left["value"], left["span"], left["reason"]) == (2.5, [2, 6], "ambiguous")
    assert (left["candidates"], left["detail"]) == (["trainings", "petitions"], "人次")
    assert (added["value"], added["part_set"], added["is_exhaustive"], added["status"]) == (8, "channels", True, "fail")
    assert added["parts"] == [
        {"label": "网上", "metric": "applications_online", "value": 5},
        {"label": "其他", "metric": None, "value": 2},
    ]
