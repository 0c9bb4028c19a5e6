"""Reports of the years before the national form (up to 2018): prose and tables of other kinds give claims, no figures."""

import io
from decimal import Decimal
from random import Random

import pypdfium2 as pdfium
import pytest
from docx import Document as Word
from PIL import Image, ImageDraw, ImageFont
from writer.formats import html
from writer.formats.pdf import FONT_FILE, Look, draw
from writer.grids import Cell, Table
from writer.report import Text

from parsing.document import parse

AGENCY = "临江市人力资源和社会保障局"
YEARS = (2009, 2012, 2015, 2018)

STATISTICS = """
一、主动公开情况||
（一）主动公开政府信息数（不同渠道和方式公开相同信息计1条）|条|642
其中：主动公开规范性文件数|条|9
制发规范性文件总数|件|9
（二）通过不同渠道和方式公开政府信息的情况||
1.政府公报公开政府信息数|条|3
2.政府网站公开政府信息数|条|580
3.政务微博公开政府信息数|条|41
二、回应解读情况||
（一）回应公众关注热点或重大舆情数（不同方式回应同一热点或舆情计1次）|次|12
三、依申请公开情况||
（一）收到申请数|件|37
1.当面申请数|件|5
2.传真申请数|件|0
3.网络申请数|件|30
4.信函申请数|件|2
（二）申请办结数|件|37
1.按时办结数|件|36
2.延期办结数|件|1
（三）申请答复数|件|37
1.属于已主动公开范围数|件|11
2.同意公开答复数|件|20
3.同意部分公开答复数|件|1
4.不同意公开答复数|件|2
涉及国家秘密|件|0
涉及商业秘密|件|1
涉及个人隐私|件|1
5.不属于本行政机关公开数|件|2
6.申请信息不存在数|件|1
7.告知作出更改补充数|件|0
四、行政复议数量|件|1
（一）维持具体行政行为数|件|1
（二）被依法纠错数|件|0
（三）其他情形数|件|0
五、行政诉讼数量|件|2
（一）维持具体行政行为或者驳回原告诉讼请求数|件|1
（二）被依法纠错数|件|0
（三）其他情形数|件|1
六、举报投诉数量|件|0
七、依申请公开信息收取的费用|万元|0
八、机构建设和保障经费情况||
（一）政府信息公开工作专门机构数|个|1
"""
LOCAL = """
公开内容|数量（条）|占比
机构职能|24|4%
政策法规|120|19%
办事指南|318|50%
人事招考|180|27%
合计|642|100%
"""


def table(text, header):
    rows = [header, *(line.split("|") for line in text.strip().splitlines())]
    width = max(map(len, rows))
    return Table(tuple(tuple(Cell(piece) for piece in row + [""] * (width - len(row))) for row in rows), width)


TABLES = {
    "none": (),
    "statistics": (Text("政府信息公开情况统计表", "note"), table(STATISTICS, ["统计指标", "单位", "统计数"])),
    "local": (Text("主动公开信息分类统计", "note"), table(LOCAL, ["类别", "条数", "比例"])),
}


def report(year, tables="none"):
    prose = [
        ("title", f"{AGENCY}{year}年政府信息公开工作年度报告"),
        ("body", "本报告依照政府信息公开条例的要求写成，介绍这一年公开工作的开展情况，供社会各界查阅和监督。"),
        ("body", f"报告中所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。"),
        ("heading", "一、概述"),
        (
            "body",
            f"{year}年，我局围绕就业、社保和人才三项重点，及时把群众关心的事情放到网上，做到常公开、早公开、看得懂。",
        ),
        ("heading", "二、主动公开政府信息情况"),
        ("body", "全年主动公开政府信息642条，其中通过门户网站公开580条，通过公共查阅点和宣传栏公开62条。"),
        ("heading", "三、依申请公开政府信息办理情况"),
        ("body", "全年共收到政府信息公开申请37件，其中网上提交30件，当面提交5件，来信2件，均在规定时间内答复。"),
        ("heading", "四、行政复议和行政诉讼情况"),
        ("body", "因政府信息公开引起的行政复议1件、行政诉讼2件，均已按程序办结，没有被责令改正的情形。"),
        ("heading", "五、存在的主要问题及改进措施"),
        ("body", "信息更新有时不够及时，栏目之间还有重复。下一步将理顺分工，定期检查，把各科室的责任落到实处。"),
    ]
    return [*(Text(text, style) for style, text in prose), *TABLES[tables]]


def as_html(blocks):
    return html.clean(Random(1), blocks)  # noqa: S311  not for secrets


def as_docx(blocks):
    document = Word()
    for block in blocks:
        if isinstance(block, Text):
            document.add_paragraph(block.text)
            continue
        grid = document.add_table(0, block.width)
        for row in block.rows:
            for cell, found in zip(grid.add_row().cells, row, strict=True):
                cell.text = found.text
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def as_text(blocks):
    lines = []
    for block in blocks:
        rows = [block.text] if isinstance(block, Text) else ["\t".join(cell.text for cell in row) for row in block.rows]
        lines += rows
    return "\n".join(lines).encode()


WRITERS = {"html": as_html, "docx": as_docx, "txt": as_text}


@pytest.mark.parametrize("tables", TABLES)
@pytest.mark.parametrize("form", WRITERS)
@pytest.mark.parametrize("year", YEARS)
def test_an_old_report_has_claims_and_no_figures(year, form, tables):
    found = parse(WRITERS[form](report(year, tables)), "old").report
    assert (found.form_edition, found.figures, found.checks) == ("none", (), ())
    assert (found.report_year, found.agency_name, found.verdict) == (year, AGENCY, "verified")
    stated = {(claim.metric, claim.value) for claim in found.claims if claim.kind == "count"}
    assert {("applications_received", Decimal(37)), ("proactive_items", Decimal(642))} <= stated


def test_what_is_missing_from_an_old_report_is_not_made_up():
    blocks = [block for block in report(2015) if not (isinstance(block, Text) and "37件" in block.text)]
    found = parse(as_html(blocks), "old").report
    assert not [claim for claim in found.claims if claim.metric == "applications_received"]


def as_picture(blocks):
    """The prose as a picture of paper."""
    page = Image.new("L", (1654, 2339), 255)
    pen, font = ImageDraw.Draw(page), ImageFont.truetype(str(FONT_FILE), 34)
    y = 120
    for block in blocks:
        for start in range(0, len(block.text), 38):
            pen.text((150, y), block.text[start : start + 38], font=font, fill=0)
            y += 62
    buffer = io.BytesIO()
    page.save(buffer, "PNG")
    return buffer.getvalue()


def test_an_old_report_of_which_a_page_is_a_picture_is_uncertain():
    buffer = io.BytesIO()
    Image.open(io.BytesIO(as_picture(report(2015)))).save(buffer, "PDF", resolution=200)
    whole = pdfium.PdfDocument.new()
    for data in (draw(report(2015), Look()), buffer.getvalue()):
        whole.import_pages(pdfium.PdfDocument(data))
    mixed = io.BytesIO()
    whole.save(mixed)
    assert parse(draw(report(2015), Look()), "old.pdf").report.verdict == "verified"
    found = parse(mixed.getvalue(), "old.pdf").report
    assert (found.form_edition, found.figures, found.verdict) == ("none", (), "uncertain")


def test_an_old_report_read_by_ocr_alone_is_uncertain():
    """No sum proves what was recognised in prose."""
    found = parse(as_picture(report(2015)), "old.png")
    assert (found.report.form_edition, found.report.figures) == ("none", ())
    assert (found.report.verdict, found.report.report_year) == ("uncertain", 2015)
    assert found.error
