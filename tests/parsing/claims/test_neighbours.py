"""What the words and numbers beside a number make of it: another office's work, one more of a list, the rest, the total."""

from __future__ import annotations

import pytest

from parsing.model import Paragraph, Place
from parsing.prose.claims import read_claims
from parsing.prose.narrative import read_sentences


def stated(text: str) -> set[tuple[str, str]]:
    lines = ["甲市人力资源和社会保障局2023年政府信息公开工作年度报告", "一、总体情况", *text.split("\n")]
    read = read_claims(read_sentences([Paragraph(line, Place()) for line in lines], has_form=True), {})
    return {(claim.metric, str(claim.value)) for claim in read.claims if claim.kind == "count"}


@pytest.mark.parametrize(
    "text",
    [
        "劳动仲裁院受理申请415件。",
        "全年新收仲裁案件380件,上年结转41件,结转下年度36件。",
        "受理失业保险金申领9200件,其中网上申请7700件。",
        "社保大厅收到申请3.8万件,办结3.7万件。",
        "受理一件事联办申请2600件。",
        "依申请公开受理点3个。",
        "设置受理窗口2个。",
        "指导县区办理信息公开申请11件。",
        "配合市政府答复依申请公开4件。",
        "作为复议机关受理信息公开行政复议申请2件。",
    ],
)
def test_work_of_another_kind_or_office_is_not_the_bureaus_disclosure(text: str) -> None:
    assert stated(text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "发布工作动态46篇,政务信息31条。",
        "开设“就业”专栏,发布信息22条。",
        "抽查网站18次。",
        "政府信息公开专栏更新9次。",
        "微信阅读量破3万的推文6篇。",
        "编制政府信息公开目录1份。",
        "在《甲市日报》刊发信息27条。",
    ],
)
def test_some_of_the_information_is_not_all_of_it(text: str) -> None:
    assert stated(text) == set()


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("全年形成政府信息310条,其中主动公开信息198条。", {("proactive_items", "198")}),
        ("局网站更新动态60条,公告25条,法规15条,总计100条。", {("proactive_items_website", "100")}),
        (
            "通过微信公众号、网站等平台及电视发布信息95条。其中:网站60条,微信公众号35条。",
            {("proactive_items", "95"), ("proactive_items_website", "60"), ("proactive_items_wechat", "35")},
        ),
        ("政务新媒体“甲市人社”微信公众号全年发布信息215条。", {("proactive_items_wechat", "215")}),
        ("市政府网站聚焦民生,主动公开信息640条。", {("proactive_items_website", "640")}),
        ("新收信息公开申请11件,连同上年的3件,全年共收到申请14件。", {("applications_received", "14")}),
    ],
)
def test_a_total_is_told_by_its_parts_and_a_channel_by_its_subject(text: str, claims: set[tuple[str, str]]) -> None:
    assert stated(text) == claims


@pytest.mark.parametrize(
    ("text", "processed"),
    [
        ("收到信息公开申请15件,除1件结转外,其余14件均已答复。", {("applications_processed", "14")}),
        ("收到信息公开申请15件,其中9件予以公开,其余6件已答复。", set()),
        ("尚未答复信息公开申请2件。", set()),
        ("没有一件信息公开申请逾期答复。", set()),
    ],
)
def test_the_rest_is_all_that_was_processed_only_if_what_was_carried_out_is_taken_off(
    text: str, processed: set[tuple[str, str]]
) -> None:
    assert {claim for claim in stated(text) if claim[0] == "applications_processed"} == processed


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("在局网站“就业数据”专栏,公布招工、求职等数据,共计36条信息。", set()),
        ("办理网上留言、12345市民热线、局长信箱投诉案件共214件。", set()),
        ("办理12345市民热线工单214件。", {("hotline_12345", "214")}),
        ("截至目前共发布信息618条,2023年公开政府信息72条。", {("proactive_items", "72")}),
        ("印发规范性文件2件,公开并解读2件。", set()),
        (
            "2023年在信息公开平台新增公开政府信息85条,在微信公众号累计发布信息310条。",
            {("proactive_items_gov_platform", "85"), ("proactive_items_wechat", "310")},
        ),
        ("“甲县人民政府网”微信平台发布信息44条。", {("proactive_items_wechat", "44")}),
    ],
)
def test_what_is_counted_with_others_or_over_years_is_not_taken_for_the_years_own(
    text: str, claims: set[tuple[str, str]]
) -> None:
    assert stated(text) == claims


def test_a_share_of_the_documents_made_is_no_share_of_the_information() -> None:
    lines = ["甲市人力资源和社会保障局2023年政府信息公开工作年度报告", "一、总体情况"]
    text = "全年制发文件52件,通过政府网信息公开目录主动公开19件,占同期制发文件总数的36.5%。"
    read = read_claims(read_sentences([Paragraph(line, Place()) for line in (*lines, text)], has_form=True), {})
    assert not [claim for claim in read.claims if claim.kind == "share"]
