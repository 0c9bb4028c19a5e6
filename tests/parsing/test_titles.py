"""Titles as portals print them (real variants; the names of districts are examples)."""

import pytest

from parsing.prose.titles import read_title, same_agency

JINSHUI = ("郑州市金水区人力资源和社会保障局", "金水区人力资源和社会保障局")
SHAOXING = ("绍兴市人力资源和社会保障局", "绍兴市人力社保局")


@pytest.mark.parametrize(
    ("title", "year", "agency"),
    [
        ("金水区人力资源和社会保障局 2023 年政府信息公开工作年度报告", 2023, "金水区人力资源和社会保障局"),
        ("聊城市人力资源和社会保障局2020年度政府信息公开年度报告", 2020, "聊城市人力资源和社会保障局"),
        ("绍兴市上虞区人力社保局2023年政府信息公开年报", 2023, "绍兴市上虞区人力社保局"),
        ("2021年度信息公开工作年度报告", 2021, None),
        ("2010年政务公开工作年度报告", 2010, None),
        ("2 0 2 2 年政府信息公开工作年度报告", 2022, None),
        ("二〇二三年政府信息公开工作年度报告", 2023, None),
        ("二○一九年度政府信息公开工作报告", 2019, None),
        ("２０２１年政府信息公开工作年度报告", 2021, None),
        ("金水区人社局二O二三年度政府信息公开工作年度报告", 2023, "金水区人社局"),
        ("二Ｏo九年政府信息公开工作年度报告", 2009, None),
        ("金水区人社局2023年1月至12月政府信息公开工作年度报告", 2023, "金水区人社局"),
        ("2023年1-12月政府信息公开工作年度报告", 2023, None),
        ("金水区人社局关于2023年度政府信息公开工作的报告", 2023, "金水区人社局"),
        ("政府信息公开2020年度报告", 2020, None),
        ("政府信息公开工作年度报告(2022年)", 2022, None),
        ("政府信息公开工作年度报告", None, None),
        ("我局2021年政府信息公开年度报告", 2021, None),
        ("2019年金水区人社局政府信息公开工作年度报告", 2019, "金水区人社局"),
        ("2019年政府信息公开工作年度报告（金水区人社局）", 2019, "金水区人社局"),
        ("金水区民政局2021年政府信息公开工作年度报告", 2021, "金水区民政局"),
        ("丰庆路街道办事处2022年政府信息公开工作年度报告", 2022, "丰庆路街道办事处"),
        ("金水区2021年政府信息公开工作年度报告", 2021, "金水区"),
        ("关于绍兴市人力社保局2018年政府信息公开工作的报告", 2018, "绍兴市人力社保局"),
        ("绍兴市人力社保局(绍兴市公务员局)2012年政府信息公开年报", 2012, "绍兴市人力社保局"),
        ("2024年1月公布:某局2023年政府信息公开年报", 2023, None),
    ],
)
def test_an_annual_report_is_recognised_with_its_year_and_agency(title, year, agency):
    read = read_title(title)
    assert (read.is_annual_report, read.report_year, read.reason) == (True, year, None)
    if not title.startswith("2024年1月"):
        assert read.agency_name == agency


@pytest.mark.parametrize(
    ("title", "word"),
    [
        ("一图读懂2023年政府信息公开工作年度报告", "companion"),
        ("2019年政府信息公开工作年度报告（图片版）", "companion"),
        ("【图解】聊城市人力资源和社会保障局2023年政府信息公开工作年度报告", "companion"),
        ("聊城市人力资源和社会保障局政府信息公开指南（2023年版）", "guides"),
        ("2023年政府网站工作年度报表", "website"),
        ("2022年法治政府建设年度报告", "another subject"),
        ("2022年度部门决算公开", "final account"),
        ("2023年部门预算", "budget"),
        ("2017年政府信息公开工作总结", "summary"),
        ("2024年政务公开工作要点", "plan"),
        ("2023年第三季度政府信息公开工作报告", "less than a year"),
        ("2023年上半年政府信息公开工作报告", "less than a year"),
        ("2023年11月至12月政府信息公开工作报告", "less than a year"),
        ("2023年1月至9月政府信息公开工作报告", "less than a year"),
        ("2023年12月政府信息公开工作报告", "less than a year"),
        ("关于报送2023年政府信息公开工作年度报告的通知", "notice"),
        ("2020年政府信息公开情况统计表", "counts"),
        ("政府信息公开申请表", "applications"),
        ("2023年事业单位公开招聘公告", "no annual report"),
        ("2023年公开招聘工作人员简章", "no annual report"),
        ("", "no annual report"),
    ],
)
def test_a_look_alike_is_refused_with_its_reason(title, word):
    read = read_title(title)
    assert not read.is_annual_report
    assert word in (read.reason or "")


@pytest.mark.parametrize("title", ["相山区人社局2024年政府信息公…", "相山区人力资源和社会保障局2024年政..."])
def test_a_title_cut_short_is_neither_taken_nor_forgotten(title):
    read = read_title(title)
    assert not read.is_annual_report
    assert read.is_cut_short


def test_a_title_cut_after_its_words_is_still_a_report():
    assert read_title("某局2024年政府信息公开工作年度报告…").is_annual_report


@pytest.mark.parametrize(
    "printed",
    [None, "金水区人力资源和社会保障局", "金水区人社局", "河南省郑州市金水区人力资源社会保障局", "人社局", "区人社局"],
)
def test_the_bureau_is_known_in_every_form_of_its_name(printed):
    assert same_agency(printed, JINSHUI)


@pytest.mark.parametrize("printed", ["金水区民政局", "金水区", "郑州市人力资源和社会保障局", "二七区人社局", "局"])
def test_another_agency_is_not_the_bureau(printed):
    assert not same_agency(printed, JINSHUI)


def test_a_district_bureau_is_not_the_city_bureau():
    assert not same_agency("绍兴市柯桥区人力资源和社会保障局", SHAOXING)


@pytest.mark.parametrize(
    "title", ["\ufffd水县人社局2022年政府信息公开工作年度报告", "2022年政府信息公开工作年度报告（水\ufffd县人社局）"]
)
def test_a_name_of_which_a_sign_is_lost_is_nobodys(title):
    assert read_title(title).agency_name is None


def test_the_year_of_a_cited_notice_is_no_report_year():
    assert read_title("《政府信息公开工作年度报告格式》（国办公开办函〔2021〕30号）的要求").report_year is None
    assert read_title("按国办公开办函〔2021〕30号编制的2023年政府信息公开工作年度报告").report_year == 2023
