import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsing.model import Paragraph, Place
from parsing.prose.narrative import Sentence, read_sentences, tidy


def sentences(*lines: str, has_form: bool = True) -> list[Sentence]:
    paragraphs = [Paragraph(line, Place(line=number)) for number, line in enumerate(lines, 1)]
    return list(read_sentences(paragraphs, has_form))


def test_lines_broken_in_mid_sentence_are_joined_and_keep_the_place_of_the_sentence() -> None:
    read = sentences("一、总体情况", "我局全年公开各类信", "", "息 120", "条。随后又更", "新目录。")
    assert [(item.text, item.place.line) for item in read] == [
        ("我局全年公开各类信息120条。", 2),
        ("随后又更新目录。", 5),
    ]


def test_a_page_number_between_two_lines_does_not_break_the_sentence() -> None:
    read = sentences("一、总体情况", "全年收到政府信息公", "— 2 —", "开申请三件。")
    assert [item.text for item in read] == ["全年收到政府信息公开申请三件。"]


def test_parts_are_recognised_in_any_numbering_width_and_spacing() -> None:
    for numbers in (("一、", "五、", "六、"), ("１．", "５．", "６．"), ("（一）", "（五）", "（六）"), ("", "", "")):
        first, fifth, sixth = numbers
        read = sentences(
            "引言句。",
            f"{first}总 体 情 况",
            "概述句。",
            f"{fifth}　存在的主要问题及改进情况",
            "问题句。",
            f"{sixth}其他需要报告的事项",
            "末句。",
        )
        assert [item.section for item in read] == ["preamble", "overview", "problems", "other"], numbers


def test_the_parts_of_the_tables_are_prose_only_without_the_form() -> None:
    lines = (
        "一、总体情况", "甲。", "二、主动公开政府信息情况", "乙。", "三、收到和处理政府信息公开申请情况", "丙。",
        "四、政府信息公开行政复议、行政诉讼情况", "丁。", "五、存在的主要问题及改进情况", "戊。",
    )  # fmt: skip
    assert [item.section for item in sentences(*lines)] == ["overview", "problems"]
    assert [item.section for item in sentences(*lines, has_form=False)] == [
        "overview", "proactive", "applications", "appeals", "problems",
    ]  # fmt: skip


def test_sentences_among_the_tables_are_read_and_rows_are_not() -> None:
    lines = (
        "一、总体情况", "甲。", "三、收到和处理政府信息公开申请情况", "2022年我局收到政府信息公开申请9件。其中网上4件。",
        "本年新收政府信息公开申请数量 9 0 9", "上年结转政府信息公开申请数量 1 0 1", "五、存在的主要问题及改进情况", "戊。",
    )  # fmt: skip
    assert [item.text for item in sentences(*lines) if item.section == "applications"] == [
        "2022年我局收到政府信息公开申请9件。", "其中网上4件。",
    ]  # fmt: skip


def test_a_sub_heading_that_sounds_like_a_part_stays_in_the_overview() -> None:
    read = sentences(
        "一、总体情况", "（一）主动公开情况", "甲。", "（二）依申请公开情况", "乙。", "五、存在问题及改进措施"
    )
    assert [(item.section, item.heading) for item in read] == [
        ("overview", "(一)主动公开情况"),
        ("overview", "(二)依申请公开情况"),
    ]


def test_a_numbered_table_label_opens_no_part() -> None:
    read = sentences(
        "三、收到和处理政府信息公开申请情况", "四、结转下年度继续办理", "甲", "五、存在的主要问题及改进情况", "乙。"
    )
    assert [item.text for item in read] == ["乙。"]


def test_headings_of_reports_before_2019_are_mapped_and_others_count_as_overview() -> None:
    lines = ("一、概述", "甲。", "二、主动公开情况", "乙。", "三、依申请公开情况", "丙。", "四、机构建设", "丁。")
    assert [item.section for item in sentences(*lines, has_form=False)] == [
        "overview", "proactive", "applications", "overview",
    ]  # fmt: skip


@pytest.mark.parametrize("has_form", [True, False])
def test_a_numbered_line_that_states_a_number_is_read_without_a_stop(has_form: bool) -> None:
    """Such a line is a heading by its form; what it states stands nowhere else."""
    stated = ["（一）收到申请3件", "2.主动公开信息40余条", "3.未发生行政复议"]
    named = ["（二）不予公开情况", "4、有关工作", "二、收到和处理申请情况"]
    read = sentences("一、概述", *stated, *named, "五、存在问题及改进措施", has_form=has_form)
    assert [item.text for item in read] == ["(一)收到申请3件", "2.主动公开信息40余条", "3.未发生行政复议"]


def test_table_lines_are_no_prose() -> None:
    assert sentences("一、总体情况", "指标\t条\t12", "渠道 | 12 | 3", "甲。")[0].text == "甲。"


def test_spaced_digits_are_joined_only_before_a_measure_word() -> None:
    assert tidy("申请 2 6 件") == "申请26件"
    assert tidy("规章 0 0 0") == "规章0 0 0"
    assert tidy("２０２３ 年") == "2023年"
    assert tidy("12 3 件") == "12 3件"


def test_raised_marks_are_no_part_of_a_sentence() -> None:
    assert [read.text for read in sentences("收到申请12¹件。", "²")] == ["收到申请12件。"]


@given(st.lists(st.text(), max_size=20), st.booleans())
def test_no_text_is_an_error_and_places_come_from_the_document(lines: list[str], has_form: bool) -> None:
    read = sentences(*lines, has_form=has_form)
    assert all(item.text and item.place.line in range(1, len(lines) + 1) for item in read)
