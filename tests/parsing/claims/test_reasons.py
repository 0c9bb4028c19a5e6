"""What was not bound, with why not; parts against wholes; what a number contains; where and why a number was bound."""

from __future__ import annotations

from decimal import Decimal

import pytest

from parsing.form import claim_kinds, claim_metrics, unbound_reasons
from parsing.model import Figure, Paragraph, Place
from parsing.prose.claims import ProseNumbers, read_claims
from parsing.prose.claims.frames import frames
from parsing.prose.narrative import read_sentences


def read(text: str) -> ProseNumbers:
    lines = ["甲市人力资源和社会保障局2023年政府信息公开工作年度报告", "一、总体情况", text]
    return read_claims(read_sentences([Paragraph(line, Place()) for line in lines], has_form=True), {})


def values(found: ProseNumbers) -> dict[str, Decimal]:
    return {claim.metric: claim.value for claim in found.claims if claim.kind == "count"}


@pytest.mark.parametrize(
    ("text", "raw", "reason"),
    [
        ("全年主动公开招商信息30条。", "30条", "unknown_words"),
        ("局网站、微信公众号共推送信息480条。", "480条", "ambiguous"),
        ("全年主动公开政府信息2.617条。", "2.617条", "not_whole"),
        ("历年累计公开政府信息900条。", "900条", "stock"),
        ("2021年主动公开政府信息50条。", "50条", "other_period"),
        ("第三季度主动公开政府信息20条。", "20条", "other_period"),
        ("拟主动公开政府信息500条。", "500条", "plan"),
        ("微信公众号推文阅读量5万次。", "5万次", "reach"),
        ("全市各部门共主动公开政府信息9000条。", "9000条", "other_body"),
        ("留言数量较2020年下降10%。", "下降10%", "unfit_change"),
        ("受理信息公开申请30件,结转上年后新收到信息公开申请22件。", "30件", "part"),
        ("平均在7个工作日内答复信息公开申请。", "7个工作日", "unit"),
        ("设资料索取点12个。", "12个", "no_metric"),
    ],
)
def test_a_number_that_is_not_bound_says_why(text: str, raw: str, reason: str) -> None:
    found = read(text)
    reasons = {number.raw: number.reason for number in found.unbound} | {
        text[slice(*number.span)]: number.reason for number in found.unbound
    }
    assert reasons.get(raw, reasons.get(raw.removeprefix("下降"))) == reason
    assert raw not in {claim.raw for claim in found.claims}


def test_every_number_of_the_prose_is_a_claim_or_is_told_once() -> None:
    text = "全年公开信息600条,其中网站450条、公示栏20条,收到申请12件,办结11件,召开例会3次,参会58人,阅读量2万次。"
    found = read(text)
    spans = [claim.span for claim in found.claims] + [number.span for number in found.unbound]
    assert len(spans) == len(set(spans)) == 8


def test_every_reason_kind_and_metric_is_one_of_the_data() -> None:
    assert {frame.metric for found in frames().values() for frame in found} <= set(claim_metrics())
    assert {frame.kind for found in frames().values() for frame in found} <= set(claim_kinds())
    found = read("全年公开信息600条,微信、微博共发布30条,第一季度100条。较上年增加3条。")
    assert {number.reason for number in found.unbound} <= set(unbound_reasons())


def test_a_claim_names_the_words_that_bound_it_and_where_they_stand() -> None:
    (claim,) = read("今年共收到26件政府信息公开申请。").claims
    assert claim.why == "收到 + 政府信息公开申请"
    assert claim.span is not None and claim.sentence[slice(*claim.span)] == claim.raw == "26件"


@pytest.mark.parametrize(
    ("text", "part_set", "status"),
    [
        ("收到申请44件(其中:网上40件,当面1件,信函3件)。", "channels", "pass"),
        ("收到申请50件,其中予以公开30件、部分公开9件、无法提供7件、结转下年度4件。", "outcomes", "pass"),
        ("收到申请28件,其中自然人25件、法人4件。", "applicants", "fail"),
        ("收到申请28件,其中自然人20件、法人4件。", "applicants", "unknown"),
        ("收到申请28件,按申请渠道分:网上20件、信函4件。", "channels", "fail"),
        ("主动公开信息489条,第一季度100条,第二季度114条,第三季度137条,第四季度138条。", "quarters", "pass"),
        ("主动公开信息100条,其中网站80条、微信60条。", "channels", "unknown"),
        ("收到申请约50件,其中网上30件、信函30件。", "channels", "unknown"),
    ],
)
def test_parts_are_held_against_their_whole(text: str, part_set: str, status: str) -> None:
    (found,) = read(text).sums
    assert (found.part_set, found.status) == (part_set, status)


def test_parts_may_follow_in_the_next_sentence() -> None:
    (found,) = read("收到申请44件。其中,网上40件,信函4件。").sums
    assert (found.metric, int(found.value)) == ("applications_received", 44)
    assert [int(part.value) for part in found.parts] == [40, 4]
    assert [part.metric for part in found.parts] == ["applications_online", "applications_by_post"]


def test_a_number_that_holds_last_years_says_so() -> None:
    contains = {claim.metric: claim.contains for claim in read("收到申请9件,其中上年结转3件。").claims}
    assert contains == {"applications_received": "applications_carried_in", "applications_carried_in": None}
    apart = read("收到申请9件(不含上年结转3件)。").claims
    assert {claim.contains for claim in apart} == {None}


def test_a_total_without_a_noun_is_bound_if_its_channels_add_up_to_it() -> None:
    assert values(read("网站发布信息3128条,微信公开信息402条,共计3530条。"))["proactive_items"] == 3530
    assert "proactive_items" not in values(read("网站发布信息3128条,微信公开信息402条,共计3531条。"))


def test_a_part_is_never_more_than_its_whole() -> None:
    found = values(read("网站发布信息900条,其中政策文件20份,12333咨询热线受理来电40100起。"))
    assert found == {"proactive_items_website": 900, "hotline_12333": 40100}


def test_of_two_numbers_the_one_that_the_form_shows_is_the_metrics() -> None:
    lines = [
        "甲市人力资源和社会保障局2023年政府信息公开工作年度报告",
        "一、总体情况",
        "收到申请11件。上报材料称共收到申请9件。",
    ]
    sentences = read_sentences([Paragraph(line, Place()) for line in lines], has_form=True)
    key = ("applications", "received_new", "total")
    found = read_claims(sentences, {key: Figure(*key, Decimal(11), None, "number", None)})
    assert [int(claim.value) for claim in found.claims] == [11]
    assert [(int(number.value or 0), number.reason, number.candidates) for number in found.unbound] == [
        (9, "ambiguous", ("applications_received",))
    ]
