"""Titles as evidence: of the list first, then of the page itself."""

import pytest

from crawler.evidence import of_page, of_row
from crawler.pages import PageTitles

NAMES = ("聊城市人力资源和社会保障局", "聊城市人社局")
REPORT = "聊城市人力资源和社会保障局2023年政府信息公开工作年度报告"


@pytest.mark.parametrize(
    ("printed", "finding"),
    [
        (REPORT, "report"),
        ("2023年政府信息公开工作年度报告", "report"),
        ("聊城市教育局2023年政府信息公开工作年度报告", "other_agency"),
        ("聊城市人社局2023年度政府网站工作年度报表", "look_alike"),
        ("聊城市人社局2023年政府信息公开指南", "look_alike"),
        ("聊城市人力资源和社会保障局2023年政…", "cut_short"),
        ("关于举办2023年招聘会的公告", "other"),
    ],
)
def test_a_row_says_what_it_leads_to(printed, finding):
    assert of_row(printed, NAMES).finding == finding


def of(titles: PageTitles, row: str | None = REPORT, year: int | None = 2023) -> str:
    return of_page(titles, NAMES, row, year).finding


def test_a_page_that_says_nothing_of_itself_is_what_its_list_says():
    assert of(PageTitles()) == "report"
    assert of(PageTitles(headings=("聊城市人民政府",), window=("政府网站",))) == "report"


def test_without_a_list_only_its_own_title_makes_a_page_a_report():
    assert of(PageTitles(), row=None) == "other"
    assert of(PageTitles(headings=(REPORT,)), row=None) == "report"


def test_the_year_of_the_page_counts_against_that_of_the_list():
    other = REPORT.replace("2023", "2019")
    assert of(PageTitles(stated=other)) == "wrong_year"
    assert of(PageTitles(window=(other,))) == "wrong_year"
    assert of(PageTitles(stated=other), year=None) == "report"


def test_a_heading_without_year_or_name_contradicts_nothing():
    column = "政府信息公开年度报告"
    assert of(PageTitles(headings=(column,))) == "report"
    assert of(PageTitles(stated=REPORT.replace("2023", "2019"), headings=(column,))) == "wrong_year"


def test_a_page_of_another_agency_is_none_of_ours():
    assert of(PageTitles(stated="聊城市教育局2023年政府信息公开工作年度报告")) == "other_agency"


@pytest.mark.parametrize(
    "titles",
    [
        PageTitles(stated="聊城市人社局政府网站工作年度报表"),
        PageTitles(headings=("2023年法治政府建设年度报告",)),
    ],
)
def test_a_page_that_names_itself_something_else_is_a_look_alike(titles):
    assert of(titles) == "look_alike"


def test_the_name_of_the_site_is_no_title_of_the_page():
    assert of(PageTitles(headings=("聊城市人社局政府网站", REPORT))) == "report"
    assert of(PageTitles(headings=("聊城市人社局政府网站",))) == "report"
