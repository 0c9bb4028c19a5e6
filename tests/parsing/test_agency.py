"""Whose report it is, in whatever characters the name is printed."""

import pytest

from parsing.blocks import Content
from parsing.model import Paragraph, Place
from parsing.prose.heading import read_heading


def heading(*lines):
    return read_heading(Content(tuple(Paragraph(line, Place(line=number)) for number, line in enumerate(lines, 1))))


@pytest.mark.parametrize(
    ("printed", "agency"),
    [
        ("⻄山县⼈力资源和社会保障局", "西山县人力资源和社会保障局"),
        ("⻓⻔市人力资源和社会保障局", "长门市人力资源和社会保障局"),
        ("𬭎州市人力资源和社会保障局", "𬭎州市人力资源和社会保障局"),
        ("\u202a西山县人力资源\u200d和社会\u2060保障局\u202c", "西山县人力资源和社会保障局"),
        ("葛\U000e0100城区人力资源和社会保障局", "葛城区人力资源和社会保障局"),
        ("㵐水县人力资源和社会保障局", "㵐水县人力资源和社会保障局"),
        ("〇一区人力资源和社会保障局", "〇一区人力资源和社会保障局"),
    ],
)
def test_the_agency_is_read_from_title_or_preamble(printed, agency):
    in_title = heading(f"{printed}2023年政府信息公开工作年度报告")
    in_preamble = heading("政府信息公开工作年度报告（2023年度）", f"本报告由{printed}编制。")
    assert (in_title.agency_name, in_title.report_year) == (agency, 2023)
    assert in_preamble.agency_name == agency


def test_a_note_mark_in_the_title_changes_neither_year_nor_agency():
    found = heading("某县人力资源和社会保障局2023¹年政府信息公开工作年度报告²")
    assert (found.agency_name, found.report_year) == ("某县人力资源和社会保障局", 2023)


@pytest.mark.parametrize("words", ["现公布", "现将", "现予以公布", "关于公布"])
def test_words_of_publishing_before_the_title_are_no_part_of_the_agency(words):
    found = heading(f"{words}某县人力资源和社会保障局2023年政府信息公开工作年度报告")
    assert (found.agency_name, found.report_year) == ("某县人力资源和社会保障局", 2023)


@pytest.mark.parametrize(
    ("lines", "agency"),
    [
        (("西山县", "人力资源和社会保障局", "2023年政府信息公开", "工作年度报告"), "西山县人力资源和社会保障局"),
        (("网站首页", "西山县人社局", "2023年政府信息公开", "工作年度报告"), "西山县人社局"),
        (("东山县", "西山县人社局2023年政府信息公开工作年度报告"), "西山县人社局"),
    ],
)
def test_the_place_alone_on_a_line_belongs_to_the_agency_below(lines, agency):
    found = heading(*lines, "西山县人社局收到申请5件。")
    assert (found.agency_name, found.report_year) == (agency, 2023)


@pytest.mark.parametrize(
    ("sentence", "agency"),
    [
        ("根据条例要求，西山县人力资源和社会保障局编制了本报告。", "西山县人力资源和社会保障局"),
        ("2023年，西山县人社局组织编制年度报告。", "西山县人社局"),
        ("根据条例要求，现由我局编制本报告。", None),
        ("2023年，指导西山县人社局编制报告。", None),
    ],
)
def test_who_compiled_the_report_is_its_agency(sentence, agency):
    assert heading("2023年政府信息公开工作年度报告", sentence).agency_name == agency
