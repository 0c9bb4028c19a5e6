"""What a bureau does besides, what a site holds, and what became of some applications: near the words of disclosure, and not it."""

from __future__ import annotations

import pytest

from parsing.model import Paragraph, Place
from parsing.prose.claims import read_claims
from parsing.prose.narrative import read_sentences


def stated(text: str, kind: str = "count") -> set[tuple[str, str]]:
    lines = ["甲市人力资源和社会保障局2023年政府信息公开工作年度报告", "一、总体情况", *text.split("\n")]
    read = read_claims(read_sentences([Paragraph(line, Place()) for line in lines], has_form=True), {})
    return {(claim.metric, str(claim.value)) for claim in read.claims if claim.kind == kind}


@pytest.mark.parametrize(
    "text",
    [
        "社保转移全程网办,全年网上受理申请3310件。",
        "职称评审推行在线申报,全年网上受理2050件。",
        "民办学校设立申请4件。",
        "营业执照变更申请31件。",
        "受理房屋登记申请2.8万件。",
        "受县政府委托答复信息公开申请3件。",
        "省厅转来申请4件。",
        "电子邮箱收到申请3件。",
        "合同备案网上申请办理1510件。",
        "修订依申请公开答复模板9个。",
        "全县教育系统受理信息公开申请29件。",
    ],
)
def test_applications_for_something_else_are_not_those_for_disclosure(text: str) -> None:
    assert stated(text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "门户网站共有信息2740条。",
        "信息公开专栏存有信息911条。",
        "网站设栏目19个,信息总量4105条。",
        "在原县劳动局网站公开信息27条。",
    ],
)
def test_what_a_site_holds_or_another_office_published_is_not_this_years(text: str) -> None:
    assert stated(text) == set()


def test_what_came_onto_a_site_in_the_year_is_counted() -> None:
    assert stated("全年共有174条信息在门户网站公开。") == {("proactive_items_website", "174")}
    assert stated("主动公开政府信息207个。") == {("proactive_items", "207")}


def test_a_sum_up_to_a_day_beside_this_years_number_stays_open() -> None:
    assert stated("2023年主动公开信息355条。截至年底,累计公开信息2980条。") == {("proactive_items", "355")}


def test_a_site_of_which_some_is_the_bureaus_is_anothers() -> None:
    assert stated("县政府网站发布信息9300条,其中我局供稿210条。") == set()


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("收到自然人申请14件,法人未申请。", {("applications_received", "14")}),
        ("网上申请6件,现场未收到申请。", {("applications_online", "6"), ("applications_in_person", "0")}),
        ("企业未提出申请。", set()),
        ("公民、法人和其他组织均未提出信息公开申请。", {("applications_received", "0")}),
    ],
)
def test_none_of_one_kind_is_not_none_at_all(text: str, claims: set[tuple[str, str]]) -> None:
    assert stated(text) == claims


@pytest.mark.parametrize(
    "text",
    [
        "接待来访96批次,其中网上信访41件、电话信访17件。",
        "12345热线交办件中,涉及住房类212件。",
        "12345热线方面,咨询类830件。",
    ],
)
def test_some_of_the_petitions_and_calls_are_not_all_of_them(text: str) -> None:
    assert stated(text) == set()


def test_of_other_cases_only_those_about_disclosure_are_counted() -> None:
    assert stated("行政诉讼14件,涉及政府信息公开的2件。") == {("litigation", "2")}
    assert stated("因社保争议引起的行政复议9件,行政诉讼6件。\n依申请公开工作有序开展。") == set()
    assert stated("未收到信息公开申请。办理其他行政复议11件、行政诉讼8件。") == {("applications_received", "0")}


def test_what_documents_are_is_no_outcome_of_applications() -> None:
    assert stated("新增公文类信息150条,其中主动公开的120条,占80%;依申请公开的18条,不予公开的12条。") == set()
    assert stated("收到申请22件,主动公开4件,不予公开3件。") == {
        ("applications_received", "22"),
        ("applications_refused", "3"),
    }


@pytest.mark.parametrize(
    "text", ["受理申请后平均用时6天完成伤残鉴定。", "依申请公开有序开展。许可审批平均时限4个工作日。"]
)
def test_how_long_other_work_takes_is_no_time_of_answering(text: str) -> None:
    assert stated(text, "days") | stated(text, "working_day") == set()


def test_other_work_done_in_time_says_nothing_of_applications() -> None:
    assert stated("行政许可受理77件,其中网上申请60件,窗口申请17件,全部按时办结。", "pct") == set()


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("网站发布210条,微信公众号发布130条,全年共发布340条。", "340"),
        ("网站、微信、微博分别发布信息200条、90条、10条,全年累计发布300条。", "300"),
    ],
)
def test_a_total_of_the_channels_may_have_verb_and_year(text: str, total: str) -> None:
    assert ("proactive_items", total) in stated(text)


def test_people_between_a_number_and_its_change_are_passed_over() -> None:
    assert stated("举办政务公开培训5期、240人次,比上年多2期。", "change") == {("trainings", "2")}


def test_proposals_of_a_session_and_messages_taken_on_are_read() -> None:
    assert stated("承办市十四届人大三次会议建议6件,市政协十二届一次会议提案8件。") == {
        ("npc_proposals", "6"),
        ("cppcc_proposals", "8"),
    }
    assert stated("主动公开人大建议办复结果6件。") == set()
    assert stated("网站受理留言73条。") == {("messages_answered", "73")}


def test_what_is_carried_over_behind_what_was_finished_goes_into_the_next_year() -> None:
    assert ("applications_carried_out", "2") in stated("收到申请19件,办结17件,结转2件。")
    assert stated("收到仲裁申请19件,办结17件,结转2件。") == set()


def test_a_processing_fee_inside_other_fees_is_read() -> None:
    assert stated("收缴行政事业性收费40万元,其中信息处理费0元。", "cny") == {("processing_fees", "0")}


@pytest.mark.parametrize(
    "text",
    [
        "收到信息公开申请8件,均按期答复;受理工伤鉴定512件,办结497件。",
        "依申请公开方面,收到申请8件;业务办理方面,受理许可512件,上年结转21件,均按期办结。",
        "收到信息公开申请8件。在户籍迁移方面,共收到申请512件,办结497件。",
        "收到信息公开申请8件。资格审核工作稳步推进,全年受理512件,按时办结率99%。",
        "收到信息公开申请8件;全年社保报销512件,线上申请占91%。",
        "收到信息公开申请8件。婚姻登记网上申请512件。",
    ],
)
def test_a_number_without_a_noun_is_of_the_cases_that_were_named_last(text: str) -> None:
    assert stated(text) == {("applications_received", "8")}
    assert stated(text, "share") == set()


def test_rates_and_days_are_of_the_work_their_clause_names() -> None:
    assert stated("收到信息公开申请8件。消防审批全部在规定时限内办结。", "pct") == set()
    assert stated("收到信息公开申请8件。医保报销按时办结率达98%。", "pct") == set()
    assert stated("入学申请平均用时3.5个工作日。", "working_day") == set()
    assert stated("收到信息公开申请8件,全部在规定时限内办结。", "pct") == {("on_time_rate", "100")}


def test_appeals_and_their_results_are_not_those_of_other_work() -> None:
    assert stated("收到信息公开申请8件。养犬登记行政复议4件,行政诉讼3件。") == {("applications_received", "8")}
    assert stated("收到信息公开申请8件。因不服消防许可被申请行政复议4件,维持3件。") == {("applications_received", "8")}
    assert stated("未发生因公租房申请引起的行政复议。") == set()
    assert stated("未发生因工作失误引起的行政复议。") == {("reviews", "0")}


def test_what_is_said_of_all_of_it_and_what_it_concerns_is_its_own() -> None:
    assert stated("收到信息公开申请8件。社保补缴均按期办结,平均用时4.5个工作日。", "working_day") == set()
    assert stated("收到信息公开申请8件,所有事项均按期办结。", "pct") == {("on_time_rate", "100")}
    assert stated("收到信息公开申请8件。涉及退养审核的行政复议5件、行政诉讼4件。") == {("applications_received", "8")}
    assert stated("收到信息公开申请8件。社保补缴742件中,网上办理621件。") == {("applications_received", "8")}
    assert stated("专利资助申请累计办理742件。") == set()
    assert stated("收到信息公开申请8件,减免费用600元。", "cny") == set()


def test_what_many_bodies_received_has_many_parts() -> None:
    assert stated("全市各部门共收到信息公开申请940件。其中,网络申请810件;信函申请105件;当面申请25件。") == set()
    assert stated("全市共答复申请910件,包括上年结转12件。") == set()


def test_one_field_is_not_the_whole() -> None:
    assert stated("就业领域公开信息77条。") == set()
    assert stated("劳动关系领域公开信息186条。") == set()
    assert stated("主动公开就业创业、重点领域信息、人事任免等政府信息904条。") == {("proactive_items", "904")}


def test_what_a_site_is_for_is_not_where_it_was_published() -> None:
    assert stated("发挥网站在公开中的主渠道作用,全年共主动公开信息296条。") == {("proactive_items", "296")}
    assert stated("局新媒体发布微信204条。") == {("proactive_items_wechat", "204")}
    assert stated("市公共信息服务平台发布信息415条。") == set()


def test_what_others_published_of_what_was_reported_to_them() -> None:
    assert stated("向各级媒体平台报送工作信息96条,其中省厅网站发布42条,晚报发布13条。") == set()
    assert stated("公开民生领域深入开展专项整治等工作信息230条(其中:网站90条、微信公众号140条)。") == {
        ("proactive_items", "230"),
        ("proactive_items_website", "90"),
        ("proactive_items_wechat", "140"),
    }


def test_what_one_kind_of_it_is_called() -> None:
    assert stated("答复公众留言33条,财政公开信息8条。") == {("messages_answered", "33")}
    assert stated("官网发布概况类信息36条,信息公开目录信息211条。") == set()
    assert stated("主动公开信息6条。以县政府名义发布信息1条。") == {("proactive_items", "6")}
    assert stated("收到信息公开申请2件。收到咨询、申诉等来信30件。") == {("applications_received", "2")}
    assert stated("制作新媒体作品49篇。") == set()


def test_what_was_carried_over_is_named_in_many_words() -> None:
    assert stated("受理依申请公开29件,续办上年度结转办件1件,共办理30件。") == {
        ("applications_received", "29"),
        ("applications_carried_in", "1"),
        ("applications_processed", "30"),
    }


def test_the_name_of_an_account_is_no_other_channel() -> None:
    assert stated("在微信公众号“甲区教育发布”发布信息554条。") == {("proactive_items_wechat", "554")}
    assert stated("通过甲县人民政府网微信公众号推送信息712条。") == {("proactive_items_wechat", "712")}
    assert stated("通过县政府网站和微信公众号推送信息712条。") == set()
    assert stated("通过领导信箱、12345热线等平台回应群众各类关切问题2270件。") == set()
    assert stated("发布图文解读22篇、新闻发布会9篇。") == set()


def test_what_was_attended_and_what_brackets_say() -> None:
    assert stated("参加省新闻发布会1次、市级新闻发布会3次。") == set()
    assert stated("参加省新闻发布会1次,召开新闻发布会3次。") == {("press_conferences", "3")}
    assert stated("收到信息公开申请2件(通过区官网平台收悉),均已按时办结。", "pct") == {("on_time_rate", "100")}
    assert stated("收到信息公开申请11件,其中邮件申请7件,官网申请4件。") == {
        ("applications_received", "11"),
        ("applications_online", "4"),
    }
