"""Numbers with no words before them: what the verb behind them, or the clause before them, makes of them."""

from __future__ import annotations

import pytest

from parsing.model import Paragraph, Place
from parsing.prose.claims import read_claims
from parsing.prose.narrative import read_sentences


def stated(text: str, kind: str = "count") -> set[tuple[str, str]]:
    lines = ["甲市人力资源和社会保障局2023年政府信息公开工作年度报告", "一、总体情况", *text.split("\n")]
    read = read_claims(read_sentences([Paragraph(line, Place()) for line in lines], has_form=True), {})
    return {(claim.metric, str(claim.value)) for claim in read.claims if claim.kind == kind}


RECEIVED = ("applications_received", "31")


@pytest.mark.parametrize(
    "text",
    [
        "收到申请31件,28件已办结。",
        "收到申请31件,28件按时办结。",
        "收到申请31件,28件当年办结。",
        "收到申请31件。其中28件按时办结。",
        "收到申请31件,其中28件已于年内答复。",
    ],
)
def test_the_verb_behind_a_number_tells_what_was_done(text: str) -> None:
    assert stated(text) == {RECEIVED, ("applications_processed", "28")}


@pytest.mark.parametrize(
    "text",
    [
        "收到申请31件,28件已登记受理。",
        "收到申请31件,28件已归档。",
        "收到申请31件,2件转交相关部门答复。",
        "收到申请31件,2件逾期答复。",
        "收到申请31件,20件由市局答复,11件由本局答复。",
    ],
)
def test_some_of_what_was_received_is_no_second_count(text: str) -> None:
    assert stated(text) == {RECEIVED}


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("通过门户网站公开社保基金信息,12条。", set()),
        ("通过门户网站公开财政信息,3条。", set()),
        ("通过门户网站公开各类信息,共530条。", {("proactive_items_website", "530")}),
        ("围绕技能培训,微信公众号发布推文312篇。", {("proactive_items_wechat", "312")}),
        ("聚焦群众关注度较高的政策,门户网站发布信息76条。", {("proactive_items_website", "76")}),
    ],
)
def test_the_topic_before_a_comma_still_limits_what_is_counted(text: str, claims: set[tuple[str, str]]) -> None:
    assert stated(text) == claims


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("全年公开信息240条。制作信息112条,其中主动公开信息31条。", {("proactive_items", "240")}),
        ("制作政府信息112条,其中主动公开信息98条。", {("proactive_items", "98")}),
        ("全年发文112件,主动公开86件。", set()),
        ("文件公开属性中,主动公开86件。", set()),
        ("认定公开属性,全年主动公开政府信息640条。", {("proactive_items", "640")}),
    ],
)
def test_attributes_of_documents_are_not_the_years_total(text: str, claims: set[tuple[str, str]]) -> None:
    assert stated(text) == claims


@pytest.mark.parametrize(
    "text",
    [
        "上半年受理申请40件,申请量同比上升8%。",
        "上半年,全市各部门受理申请140件,答复135件,申请量比上年同期上升3.5%。",
        "各区县共收到申请82件,答复80件,申请量较上年增长11%。",
    ],
)
def test_change_of_half_a_year_or_of_others_is_not_the_bureaus(text: str) -> None:
    assert stated(text, "change_pct") == set()


def test_a_plan_among_the_topics_is_no_plan_of_what_is_to_come() -> None:
    text = "收到申请16件,主要涉及培训计划、补贴等内容,平均答复时间6个工作日。"
    assert stated(text, "working_day") == {("average_response_days", "6")}
    assert stated("收到申请16件,计划将平均答复时间缩短到5个工作日。", "working_day") == set()


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("新收行政复议5件,上年结转1件,结转下年2件。", set()),
        ("收到网民留言20条,结转下年1条。", set()),
        (
            "收到留言20条,收到申请5件,上年结转1件。",
            {("applications_received", "5"), ("applications_carried_in", "1")},
        ),
    ],
)
def test_what_is_carried_over_is_of_the_cases_named_last(text: str, claims: set[tuple[str, str]]) -> None:
    assert stated(text) == claims


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("行政复议15件,均与信息公开无关。", set()),
        ("行政复议3件、行政诉讼2件,均未涉及政府信息公开。", set()),
        ("行政复议15件,均涉及政府信息公开。", {("reviews", "15")}),
        ("受理自然人申请18件,法人申请2件。", set()),
        ("网站现有各类政府信息6400条,全年公开信息640条。", {("proactive_items", "640")}),
    ],
)
def test_appeals_applicants_and_stocks_that_are_not_the_years_count(text: str, claims: set[tuple[str, str]]) -> None:
    assert stated(text) == claims
