"""Every wording of the reports that is read, and every trap that must stay silent. All sentences are invented."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from parsing.model import Claim, Figure, Paragraph, Place
from parsing.prose.claims import read_claims
from parsing.prose.narrative import read_sentences

SEEDS = Path(__file__).parents[4] / "shared" / "seeds"
JUDGED = {
    "000_180bc313b9348429": [("processing_fees", "cny", "0")],
    "001_6026b8c321041444": [("reviews_upheld", "count", "1")],
    "004_2bb628951ce3e25a": [
        ("applications_processed", "count", "7"),
        ("applications_partly_granted", "count", "4"),
        ("applications_refused", "count", "1"),
        ("applications_online", "share", "100"),
    ],
}
"""What the reports state beyond the expected claims, each read by eye in its sentence."""
RECEIVED = ("applications", "received_new", "total")


def claims(text: str, received_in_form: int | None = None) -> tuple[Claim, ...]:
    lines = [
        "甲市人力资源和社会保障局2023年政府信息公开工作年度报告",
        "一、总体情况",
        text,
        "五、存在的主要问题及改进情况",
    ]
    paragraphs = [Paragraph(line, Place(line=number)) for number, line in enumerate(lines, 1)]
    figures = {}
    if received_in_form is not None:
        figures[RECEIVED] = Figure(*RECEIVED, Decimal(received_in_form), None, "number", None)
    return read_claims(read_sentences(paragraphs, has_form=True), figures).claims


def stated(text: str, received_in_form: int | None = None) -> set[tuple[str, str, str]]:
    return {(claim.metric, claim.kind, str(claim.value)) for claim in claims(text, received_in_form)}


def of(metric: str, *pairs: tuple[str, str]) -> set[tuple[str, str, str]]:
    return {(metric, kind, value) for kind, value in pairs}


@pytest.mark.parametrize(
    "text", ["申请[1]12件。", "申请12[1]件。", "申请【1】12件。", "申请(1)12件。", "申请12 [注1] 件。"]
)
def test_the_mark_of_a_note_beside_a_number_counts_nothing(text: str) -> None:
    assert stated(f"全年收到信息公开{text}") == of("applications_received", ("count", "12"))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("本年共收到政府信息公开申请26件。", "26"),
        ("我局共接到群众提交的政府信息公开申请３份。", "3"),
        ("今年以来受理公民依申请公开事项8宗。", "8"),
        ("全年新收信息公开申请 2 6 件。", "26"),
        ("共收到信息公开申请十二件,其中自然人十一件。", "12"),
        ("全年收到2项政府信息公开申请。", "2"),
        ("依申请公开工作稳步开展,共收到申请5件。", "5"),
        ("本年度未收到任何公民的政府信息公开申请。", "0"),
        ("未收到网上申请、信函申请、当面申请等形式的信息公开申请。", "0"),
        ("本年度未收到查看主动公开以外信息的申请。", "0"),
        ("全年没有接到公民、法人或者其他组织的依申请公开事项。", "0"),
        ("全年无依申请公开事项。", "0"),
        ("2023年依申请公开信息0件。", "0"),
        ("全年收到政府信息公开申请数量为0。", "0"),
        ("依申请公开方面,全年未收到申请。", "0"),
        ("未收到政府信息公开申请及相关行政复议。", "0"),
        ("截至2023年12月31日,收到政府信息公开申请33件。", "33"),
        ("共收到申请二十余件。", "20"),
    ],
)
def test_applications_received(text: str, count: str) -> None:
    found = {claim for claim in stated(text) if claim[0] == "applications_received"}
    assert found == of("applications_received", ("count", count))


@pytest.mark.parametrize(
    "text",
    [
        "全年未收到因政府信息公开申请引发的行政复议。",
        "全年没有需要收费的政府信息公开申请。",
        "受理工伤认定申请230件。",
        "共收到劳动仲裁申请45件。",
        "历年累计收到政府信息公开申请40件。",
        "截至2022年12月31日,收到政府信息公开申请33件。",
        "对政府信息公开申请,要求在7个工作日内办结。",
        "其中收到政府信息公开申请3件。",
        "2021年收到政府信息公开申请5件。",
        "6月收到政府信息公开申请5件。",
        "健全依申请公开制度,规范受理环节。",
        "根据条例第二十条,规范信息公开申请。",
    ],
)
def test_what_is_no_count_of_applications_received(text: str) -> None:
    assert "applications_received" not in {metric for metric, _, _ in stated(text)}


@pytest.mark.parametrize("verb", ["处理", "办理", "收到并答复", "作出答复"])
def test_words_that_are_not_received_count_only_where_the_form_agrees(verb: str) -> None:
    text = f"全年{verb}政府信息公开申请9件。"
    received = ("applications_received", "count", "9")
    assert received in stated(text, received_in_form=9)
    assert received not in stated(text, received_in_form=8)
    assert received not in stated(text)


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("收到政府信息公开申请11件,较上一年度下降26.7%。", "change_pct", "-26.7"),
        ("受理信息公开申请25件,同比增加92.3%。", "change_pct", "92.3"),
        ("未收到依申请公开,受理数量较上年度减少1件。", "change", "-1"),
        ("受理依申请公开8件,比2022年增加3件。", "change", "3"),
        ("申请量比2022年同期上升1.52%。", "change_pct", "1.52"),
        ("收到信息公开申请12件,与上年持平。", "change", "0"),
        ("收到信息公开申请12件,比去年翻一番。", "change_pct", "100"),
        ("收到信息公开申请12件,是上年的1.5倍。", "ratio", "1.5"),
        ("收到信息公开申请12件,比上年增长1.5倍。", "change_pct", "150"),
        ("收到信息公开申请20件(网上申请18件、信函申请2件),较上年减少2件。", "change", "-2"),
        ("收到信息公开申请20件。较上年减少2件。", "change", "-2"),
        ("收到信息公开申请12件(上年15件)。", "prior", "15"),
        ("2022年收到信息公开申请15件,2023年收到信息公开申请11件。", "prior", "15"),
        ("收到信息公开申请由2022年的10件增加到2023年的15件。", "prior", "10"),
    ],
)
def test_the_stated_change_of_applications(text: str, kind: str, value: str) -> None:
    assert ("applications_received", kind, value) in stated(text)


def test_from_a_to_b_gives_last_year_as_prior_and_this_year_as_count() -> None:
    text = "收到信息公开申请由2022年的10件增加到2023年的15件。"
    assert stated(text) == of("applications_received", ("prior", "10"), ("count", "15"))


@pytest.mark.parametrize(
    "text",
    [
        "收到信息公开申请20件,办结18件,较上年下降10%。",
        "收到信息公开申请20件,留言数量较上年下降10%。",
        "收到信息公开申请20件,较2020年下降10%。",
        "收到信息公开申请20件,较上年下降5个百分点。",
        "收到信息公开申请20件,较上年下降至20件。",
        "收到信息公开申请20件,较去年略有下降。",
    ],
)
def test_a_change_of_something_else_or_without_a_number_is_silent(text: str) -> None:
    assert {kind for metric, kind, _ in stated(text) if metric == "applications_received"} == {"count"}


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("全年主动公开各类政府信息1,234条。", {"1234"}),
        ("全年主动公开机构职能、人事招考等政府信息一百余条。", {"100"}),
        ("全年累计公开政府信息1100多条。", {"1100"}),
        ("累计公开政府信息4002条,新增362条。", {"362"}),
        ("历年累计公开政府信息900条,其中本年新增59条。", {"59"}),
        ("全年共发布各类信息3682条,主动公开政府信息1233条。", {"3682", "1233"}),
        ("主动公开政府信息数592条,通过政府网站公开政府信息数385条。", {"592"}),
        ("通过门户网站、微信公众号等渠道,共主动公开政府信息500条。", {"500"}),
        ("公开信息共计150条,其中:政策解读20条,主动公开信息30条。", {"150"}),
        ("门户网站公开信息246条,微信公众号发布信息120篇。", set()),
        ("通过门户网站、微信公众号发布信息500条。", set()),
        ("产生公文300件,其中主动公开256件,主动公开率85%。", set()),
        ("2013年至2017年共主动公开政府信息457条。", set()),
        ("第三季度主动公开政府信息20条。", set()),
        ("主动公开政府信息1759分。", set()),
        ("主动公开就业信息30条。", set()),
        ("力争主动公开政府信息500条。", set()),
        ("清理规范性文件308件,梳理权责清单126项。", set()),
        ("不予公开35条。", set()),
        ("到2022年底累计公开信息1323条,其中2023年主动公开信息131条。", {"131"}),
        ("自2023年1月以来共发布各类信息409条。", {"409"}),
        ("全年发布通知、专题、访谈等各类信息816条。", {"816"}),
        ("主动公开社会组织、安全生产等各类政府信息456条。", {"456"}),
        ("围绕汛期安全,发布预警、避险等各类信息31条。", set()),
        ("累计主动公开政府信息1548条,通过政府网站公布〔某政发〕98件、规范性文件3件,各类政府信息200余条。", {"1548"}),
        ("完善信息管理系统,梳理后新增4项。", set()),
        ("提案办理结果信息公开13条。", set()),
        ("重点领域公开政府信息数150条。", set()),
        ("公布了41条信息:2条政策解读、5条规划信息。", {"41"}),
        ("全市主动公开政府信息90万条,其中,市本级公开政府信息50万条,区县公开政府信息40万条。", set()),
        ("主动公开政府信息289条,其中,通过政府网站公开161条;利用公开栏等方式公开各类政府信息57条。", {"289"}),
        ("发布重点领域各类信息12条。", set()),
        ("主动公开信息浏览量5000次。", set()),
    ],
)
def test_items_disclosed_proactively(text: str, values: set[str]) -> None:
    assert {value for metric, kind, value in stated(text) if (metric, kind) == ("proactive_items", "count")} == values


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "门户网站发布信息246条,“甲市人社”微信公众号推送120篇,微博发布30条,今日头条发布60条,抖音号发布视频9条。",
            {
                ("proactive_items_website", "count", "246"),
                ("proactive_items_wechat", "count", "120"),
                ("proactive_items_weibo", "count", "30"),
                ("proactive_items_toutiao", "count", "60"),
                ("proactive_items_douyin", "count", "9"),
            },
        ),
        ("门户网站访问量377.8929万次,微信公众号粉丝63.9万人。", set()),
        ("微信公众号矩阵发布信息900条。", set()),
        ("在省级日报等媒体发布信息112篇。", set()),
        ("发布政策解读稿件35篇。", of("interpretations", ("count", "35"))),
        ("转发上级政策解读15篇,政策文件及解读29条。", set()),
        ("回应社会关切热点12次,办理网民留言45条。", {("public_concerns_answered", "count", "12"), ("messages_answered", "count", "45")}),
        ("召开新闻发布会两次。", of("press_conferences", ("count", "2"))),
        ("办理人大代表建议5件、政协提案3件,办结率100%。", {("npc_proposals", "count", "5"), ("cppcc_proposals", "count", "3")}),
        ("办理人大代表建议和政协提案共34件。", set()),
        ("公开人大代表建议答复8件。", set()),
        ("公开市人大代表建议的办理答复5篇。", set()),
        ("通过区政府网站区人社局专栏主动公开政府信息318条。", of("proactive_items_website", ("count", "318"))),
        ("依托政府门户网站发布工作动态、提案办理等信息191条。", of("proactive_items_website", ("count", "191"))),
        ("在网站发布各类信息57条,更新信息5条。", of("proactive_items_website", ("count", "57"))),
        ("重视政务新媒体建设,借助“甲市商务”微信公众号,累计发布信息346篇。", of("proactive_items_wechat", ("count", "346"))),
        ("印发政策文件4条,甲乡微信公众号公开共82条。", of("proactive_items_wechat", ("count", "82"))),
        ("通过政府网上信息公开专栏公开政府信息35条。", of("proactive_items_gov_platform", ("count", "35"))),
        ("收取信息处理费1.5万元。", of("processing_fees", ("cny", "15000"))),
        ("全年未收取信息处理费。", of("processing_fees", ("cny", "0"))),
        ("行政事业性收费0.57万元。", set()),
        ("12333热线接听来电约11万个。", of("hotline_12333", ("count", "110000"))),
        ("办理12345热线工单3050件,办结率99%。", of("hotline_12345", ("count", "3050"))),
        ("接访群众300批,办理信访事项233件。", of("petitions", ("count", "233"))),
        ("开展政务公开培训2次,培训120人次。", of("trainings", ("count", "2"))),
        ("开展职业技能培训30期。", set()),
        ("依申请公开答复率百分之九十八点五。", of("on_time_rate", ("pct", "98.5"))),
        ("因信息公开发生行政复议3件,行政诉讼1件。", {("reviews", "count", "3"), ("litigation", "count", "1")}),
        ("未因政府信息公开工作发生举报,没有发生行政复议、行政诉讼。", {("reviews", "count", "0"), ("litigation", "count", "0")}),
        ("未发生因信息公开被提起行政诉讼后败诉的案件。", set()),
        ("办理行政复议案件20件。", set()),
        ("联系电话:0571-12345678,邮编312000。", set()),
    ],
)  # fmt: skip
def test_the_other_metrics(text: str, expected: set[tuple[str, str, str]]) -> None:
    assert stated(text) == expected


def test_channels_outcomes_and_times_of_applications() -> None:
    text = "收到信息公开申请10件,其中网络2件,信函7件,当面1件,上年结转2件,均按期答复,平均3.5个工作日办结。"
    assert stated(text) == {
        ("applications_received", "count", "10"),
        ("applications_online", "count", "2"),
        ("applications_by_post", "count", "7"),
        ("applications_in_person", "count", "1"),
        ("applications_carried_in", "count", "2"),
        ("on_time_rate", "pct", "100"),
        ("average_response_days", "working_day", "3.5"),
    }


def test_a_negation_binds_to_its_own_metric() -> None:
    text = "收到政府信息公开申请4件,未发生行政复议。"
    assert stated(text) == {("applications_received", "count", "4"), ("reviews", "count", "0")}


def test_a_claim_carries_its_words_precision_and_place() -> None:
    (_, change) = claims("全年收到信息公开申请11件,较上年下降约26.70%。")
    assert (change.raw, change.decimals, change.is_approximate) == ("下降约26.70%", 2, True)
    assert (change.section, change.where) == ("overview", Place(line=3))
    assert change.sentence == "全年收到信息公开申请11件,较上年下降约26.70%。"


def test_a_number_said_twice_is_one_claim_and_two_numbers_are_two() -> None:
    assert len(claims("主动公开政府信息50条。全年主动公开政府信息50条。")) == 1
    assert len(claims("主动公开政府信息50条。全年主动公开政府信息60条。")) == 2


def test_plans_in_the_problems_part_are_not_read() -> None:
    paragraphs = [
        Paragraph(line, Place())
        for line in ("一、总体情况", "略。", "五、存在的主要问题及改进情况", "主动公开政府信息50条。")
    ]
    assert read_claims(read_sentences(paragraphs, has_form=True), {}).claims == ()


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the seeds are not beside this checkout")
@pytest.mark.parametrize("path", sorted(SEEDS.glob("*.txt")), ids=lambda path: path.stem)
def test_the_seeds_state_the_expected_claims_and_what_was_judged_by_eye(path: Path) -> None:
    expected = json.loads((SEEDS / "expected" / f"{path.stem}.json").read_text(encoding="utf-8"), parse_float=Decimal)
    figures = {
        (row["section"], row["line"], row["column"]): Figure(
            row["section"], row["line"], row["column"], row["value"], None, "number", None
        )
        for row in expected["figures"]
    }
    lines = path.read_text(encoding="utf-8").splitlines()
    read = read_claims(
        read_sentences([Paragraph(line, Place(line=number)) for number, line in enumerate(lines, 1)], True), figures
    ).claims
    found = {(claim.metric, claim.kind, claim.value) for claim in read}
    expected_claims = {(row["metric"], row["kind"], Decimal(row["value"])) for row in expected["claims"]}
    assert found - expected_claims == {
        (metric, kind, Decimal(value)) for metric, kind, value in JUDGED.get(path.stem, ())
    }
    assert expected_claims <= found
