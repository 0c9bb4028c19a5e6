"""The numbers of the prose as `gongkai parse` prints them: in their sentence, with the reason, and harmless."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal

import pytest
from rich.console import Console

from lookup.show_prose import AROUND, in_sentence, print_prose
from parsing.model import Claim, ClaimSum, Report, SumPart, UnboundNumber

SENTENCE = "全年共收到申请14件，其中上年结转5件。"
CLAIM = Claim(
    "applications_received",
    "count",
    Decimal(14),
    "14件",
    SENTENCE,
    "overview",
    span=(7, 10),
    why="收到申请",
    contains="applications_carried_in",
)
UNBOUND = UnboundNumber(Decimal(3), "3次", "会议3次，培训若干。", "other", (2, 4), "unknown_words", "会议")
SUM = ClaimSum(
    "applications_received",
    Decimal(8),
    "channels",
    (SumPart("网上", "applications_online", Decimal(5)), SumPart("其他", None, Decimal(2))),
    is_exhaustive=True,
    status="fail",
    sentence="收到8件，网上5件，其他2件。",
    section="applications",
)


def printed(**prose: object) -> str:
    out = io.StringIO()
    report = replace(Report(None, 2022, "none", None, "verified"), **prose)  # type: ignore[arg-type]
    print_prose(Console(file=out, width=40), report)
    return out.getvalue()


def test_a_claim_stands_in_its_sentence_with_its_names_its_reason_and_what_it_contains() -> None:
    head, sentence = printed(claims=(CLAIM,)).splitlines()[1:]
    assert sentence.strip() == "全年共收到申请»14件«，其中上年结转5件。"
    for words in ("收到申请 (Applications received)", "count 数量 (Number) 14", "because of 收到申请", "上年结转"):
        assert words in head


def test_an_approximate_number_says_so() -> None:
    assert "≈ 14" in printed(claims=(replace(CLAIM, is_approximate=True),))


def test_a_sum_shows_its_parts_and_whether_they_add_up() -> None:
    head, sentence = printed(claim_sums=(SUM,)).splitlines()
    assert "8 ≠ 网上 5 + 其他 2 (7) · the parts do not add up" in head
    assert sentence.strip() == SUM.sentence
    assert "8 : 网上 5 + 其他 2 (7)" in printed(claim_sums=(replace(SUM, is_exhaustive=False, status="unknown"),))


def test_a_number_that_was_not_bound_says_why_and_between_which_metrics() -> None:
    _, head, sentence = printed(unbound=(UNBOUND,)).splitlines()
    assert "含未知词语 (Words beside it are not known to mean the metric): 会议" in head
    assert sentence.strip() == "会议»3次«，培训若干。"
    doubtful = replace(UNBOUND, reason="ambiguous", candidates=("trainings", "press_conferences"))
    assert "trainings 培训 (Trainings on disclosure held) or press_conferences" in printed(unbound=(doubtful,))


def test_claims_come_before_sums_and_sums_before_what_was_not_bound() -> None:
    text = printed(claims=(CLAIM,), claim_sums=(SUM,), unbound=(UNBOUND,))
    assert text.index("because of") < text.index("sum ") < text.index("not bound")


def test_a_long_sentence_is_shortened_around_its_number() -> None:
    text = "甲" * 200 + "7件" + "乙" * 10
    shown = in_sentence(text, (200, 202), is_styled=False).plain
    assert shown == "…" + "甲" * AROUND + "»7件«" + "乙" * 10


def test_a_sentence_without_a_place_to_mark_is_shown_whole() -> None:
    assert in_sentence("甲" * 200, None, is_styled=True).plain == "甲" * 200


def test_a_terminal_shows_the_number_by_its_style_alone() -> None:
    shown = in_sentence(SENTENCE, (7, 10), is_styled=True)
    assert shown.plain == SENTENCE
    assert [shown.plain[span.start : span.end] for span in shown.spans] == ["14件"]


@pytest.mark.parametrize("sign", ["\x1b[2J", "\u202e", "\x9b31m", "\r", "[bold]"])
def test_no_sign_of_a_document_steers_the_terminal(sign: str) -> None:
    hostile = replace(UNBOUND, sentence=f"会议3次{sign}。", detail=sign, raw=f"3{sign}")
    text = printed(unbound=(hostile,))
    assert not {"\x1b", "\u202e", "\x9b", "\r"} & set(text)
    assert sign != "[bold]" or text.count("[bold]") == 3
