"""Kinds and reasons of the prose's numbers: one list each, as data, named in both languages."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from parsing.form import claim_kinds, unbound_reasons
from parsing.model import Paragraph, Place
from parsing.prose.claims import read_claims
from parsing.prose.narrative import read_sentences

LISTS = pytest.mark.parametrize("listed", [claim_kinds(), unbound_reasons()], ids=["kinds", "reasons"])


@LISTS
def test_every_code_is_named_in_both_languages(listed: Mapping[str, Mapping[str, str]]) -> None:
    for row in listed.values():
        assert not row["label_zh"].isascii() and row["label_en"].isascii()


@LISTS
def test_no_two_codes_have_one_name(listed: Mapping[str, Mapping[str, str]]) -> None:
    for language in ("label_zh", "label_en"):
        assert len({row[language] for row in listed.values()}) == len(listed)


def test_what_is_compared_is_compared_with_the_year_before() -> None:
    compared = {kind for kind, row in claim_kinds().items() if row["compares"]}
    assert {row["compares"] for row in claim_kinds().values()} == {"", "year"}
    assert compared == {"change", "change_pct", "ratio", "prior"}


def test_what_the_prose_states_is_of_these_kinds() -> None:
    text = "2022年共收到信息公开申请30件，比上年增长20%。按时答复率100%。收取信息处理费150元。平均答复用时9个工作日。"
    claims = read_claims(read_sentences([Paragraph(text, Place())], has_form=False), {}).claims
    assert {"count", "change_pct"} <= {claim.kind for claim in claims} <= set(claim_kinds())
