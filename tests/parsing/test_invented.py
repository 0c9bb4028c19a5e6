"""An invented report is known by the mark that it carries, in every format that the practice portals serve."""

from __future__ import annotations

import pytest

from parsing.blocks import Cell, Content, Table
from parsing.document import parse
from parsing.model import Paragraph, Place
from parsing.output import to_record
from parsing.prose.invented import is_invented
from practice.form import invented_mark
from practice.invented import invented
from practice.portals import formats
from practice.publishers import publisher

HERE = Place()


def content(*texts: str, title: str = "") -> Content:
    return Content(tuple(Paragraph(text, HERE) for text in texts), (title,) if title else ())


@pytest.mark.parametrize(
    "text", [invented_mark(), "演 练 数 据 (虚构)", "演练数据（虛构）", "注：演练数据（虚构），请勿引用"]
)
def test_the_mark_is_known_however_it_is_set(text: str) -> None:
    assert is_invented(content("某市人社局2023年年度报告", text, "一、总体情况"))


def test_the_mark_may_stand_in_a_cell_in_a_title_or_over_two_lines() -> None:
    cell = Table(((Cell(invented_mark(), 0, HERE),),))
    assert is_invented(Content((cell,)))
    assert is_invented(content("一、总体情况", title=f"年度报告 {invented_mark()}"))
    assert is_invented(content("演练数据", "（虚构）"))


@pytest.mark.parametrize(
    "text", ["组织应急演练，数据真实", "应急演练数据报送及时", "统计数据虚报虚构", "演练数据", "虚构"]
)
def test_words_like_it_are_no_mark(text: str) -> None:
    assert not is_invented(content(text))


@pytest.mark.parametrize("file_format", [format for format in formats.FORMATS if format not in ("page", "scan")])
def test_every_file_of_an_invented_report_says_so_to_its_reader(file_format: formats.Format) -> None:
    (file,) = formats.files(invented("hrss-410000").years[2023].report, file_format)
    document = parse(file.write(), file.name)
    assert (document.report.verdict, document.report.is_invented) == ("verified", True)
    assert to_record(document)["report"]["is_invented"] is True


def test_a_picture_of_an_invented_report_says_so_to_its_reader() -> None:
    first, *_ = formats.files(invented("hrss-410000").years[2014].report, "scan")
    assert parse(first.write(), first.name).report.is_invented


def test_a_report_with_published_figures_does_not() -> None:
    (file,) = formats.files(publisher("hrss-371500").years[2023].report, "docx")
    assert not parse(file.write(), file.name).report.is_invented
