"""A page that holds the form is a report under any title; its year says where it comes from."""

import re

import pytest

from tests.parsing.form_pages import page, read, replaced

TITLE = "白鹿区人力资源和社会保障局2022年度政府信息公开工作年度报告"


def titled(title: str, *pairs: tuple[str, str], edition: str = "2021") -> str:
    head = f"<title>{title}</title>" if title else ""
    heading = f"<h1>{title}</h1>" if title else ""
    text = replaced(page(edition), (f"<title>{TITLE}</title>", head), (f"<h1>{TITLE}</h1>", heading))
    return replaced(re.sub(r"<p>[^<]*(?:统计期限|统计时间)[^<]*</p>\n?", "", text), *pairs)


PERIOD = ("<h2>一、总体情况", "<p>所列数据的统计期限自2021年1月1日起至2021年12月31日止。</p><h2>一、总体情况")
HEADERS = ("本年制发件数", "本年（2020）制发件数")


@pytest.mark.parametrize(
    ("title", "pairs", "year", "source"),
    [
        (TITLE, (), 2022, "title"),
        ("白鹿区人力资源和社会保障局2022年政务公开工作总结", (), 2022, "title"),
        ("白鹿区人力资源和社会保障局2022年政务公开工作总结", (PERIOD,), 2021, "period"),
        ("", (PERIOD, HEADERS), 2021, "period"),
        ("", (HEADERS,), 2020, "headers"),
        ("", (("上年结转", "上年（2019）结转"),), 2020, "headers"),
        ("", (), None, None),
    ],
)
def test_the_year_of_a_form_under_any_title(title, pairs, year, source):
    report = read(titled(title, *pairs)).report
    assert (report.verdict, report.report_year, report.year_source) == ("verified", year, source)


def test_the_agency_of_a_summary_is_that_of_its_title():
    assert (
        read(titled("白鹿区人力资源和社会保障局2022年政务公开工作总结")).report.agency_name
        == "白鹿区人力资源和社会保障局"
    )


def test_headers_of_another_year_than_the_title_leave_the_report_in_doubt():
    document = read(replaced(page(), HEADERS))
    assert (document.report.verdict, document.error) == ("uncertain", "the title says 2022, the headers 2020")


MARGIN = ("<h2>一、总体情况", "<p>政府信息公开工作年度报告2026</p><h2>一、总体情况")
STATED = ("<h2>一、总体情况", "<p>所列数据的统计期限自2022年1月1日起至2022年12月31日止。</p><h2>一、总体情况")


def test_the_stated_period_chooses_among_titles_of_several_years():
    two_titles = titled("", ("<h2>一、总体情况", "<p>2022年政府信息公开工作年度报告</p><h2>一、总体情况"), MARGIN)
    document = read(two_titles)
    assert (document.report.verdict, document.error) == (
        "uncertain",
        "several titles of other agencies or years stand above the report",
    )
    report = read(replaced(two_titles, STATED)).report
    assert (report.verdict, report.report_year, report.year_source) == ("verified", 2022, "title")


def test_the_form_of_half_a_year_is_no_annual_report():
    document = read(titled("白鹿区人力资源和社会保障局2022年上半年政府信息公开情况"))
    assert document.report.verdict == "uncertain"
    assert "less than a year" in (document.error or "")


def test_an_empty_form_in_a_notice_is_no_report():
    text = re.sub(r">\d+(?:\.\d+)?</td>", "></td>", titled("关于做好2022年度政府信息公开工作年度报告编制工作的通知"))
    document = read(text)
    assert (document.report.verdict, document.error) == ("not_a_report", "a notice about reports")


OTHER_YEAR = TITLE.replace("2022", "2021")
OTHER_AGENCY = TITLE.replace("白鹿区", "青崖区")
AUTHOR = ("<h2>一、总体情况", "<p>本报告由白鹿区人力资源和社会保障局编制。</p><h2>一、总体情况")


def declaring(title: str, *pairs: tuple[str, str]) -> str:
    return f'<meta name="ArticleTitle" content="{title}">' + titled(TITLE, *pairs)


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        (declaring(OTHER_YEAR), "different years"),
        (declaring(OTHER_AGENCY), "different agencies"),
        (declaring(OTHER_AGENCY, STATED), "different agencies"),
        (replaced(titled(TITLE), (f"<h1>{TITLE}", f"<h1>{OTHER_YEAR}")), "different years"),
        (replaced(titled(TITLE), (f"<h1>{TITLE}</h1>", f"<p>{OTHER_YEAR}</p>")), "different years"),
        (replaced(titled(TITLE), (f"<h1>{TITLE}</h1>", f"<p>{OTHER_AGENCY}</p>")), "different agencies"),
        (replaced(titled(TITLE), (f"<h1>{TITLE}", "<h1>2021年政府信息公开工作年度报告")), "different years"),
    ],
)
def test_titles_that_contradict_each_other_leave_the_report_in_doubt(text, doubt):
    document = read(text)
    assert document.report.verdict == "uncertain"
    assert doubt in (document.error or "")


@pytest.mark.parametrize(
    "text",
    [
        declaring(OTHER_YEAR, STATED),
        declaring(OTHER_AGENCY, AUTHOR),
        declaring(OTHER_AGENCY.replace("2022", "2021"), STATED, AUTHOR),
        declaring(TITLE.replace("人力资源和社会保障局", "人社局")),
        declaring(f"北原市{TITLE}"),
        replaced(titled(TITLE), ("<h1>", f"<ul><li>{OTHER_YEAR}</li><li>{OTHER_AGENCY}</li></ul><h1>")),
        replaced(titled(TITLE), (f"<h1>{TITLE}", "<h1>2022年政府信息公开工作年度报告")),
    ],
)
def test_a_title_that_the_stated_period_and_the_author_agree_with_is_no_doubt(text):
    report = read(text).report
    assert (report.verdict, report.report_year) == ("verified", 2022)
    assert report.agency_name in {
        "白鹿区人力资源和社会保障局",
        "白鹿区人社局",
        "北原市白鹿区人力资源和社会保障局",
    }
