"""Documents that are taken for annual disclosure reports: each is none, and the reason names what it is."""

import io
import re

import pytest
from fuzzing.corpus import whole
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from writer.formats.pdf import FONT_FILE

from parsing.document import parse

AGENCY = "临江市人力资源和社会保障局"
FILLER = (
    "市局各科室按照年初的安排开展工作，进度和结果都记在台账里，遇到困难及时协调，年底由办公室汇总后向社会公布。" * 8
)


def page(title, *body, head=""):
    parts = "".join(part if part.startswith("<") else f"<p>{part}</p>" for part in body)
    return f"<html><head><title>{title}</title>{head}</head><body><h1>{title}</h1>{parts}</body></html>".encode()


def rows(*lines):
    return "<table>" + "".join("<tr>" + "".join(f"<td>{c}</td>" for c in line) + "</tr>" for line in lines) + "</table>"


WEBSITE = page(
    f"{AGENCY}政府网站工作年度报表（2023年度）",
    "填报单位：临江市人力资源和社会保障局",
    rows(
        ("网站名称", AGENCY),
        ("首页网址", "http://example.invalid"),
        ("网站总访问量（单位：次）", "184223"),
        ("信息发布（单位：条）", "总数", "1204"),
        ("专栏专题（单位：个）", "维护数量", "12", "新开设数量", "3"),
        ("解读回应", "解读信息发布", "总数", "32"),
        ("互动交流", "收到留言数量", "118", "办结留言数量", "118"),
        ("平均办理时间（单位：天）", "4"),
    ),
)
RULE_OF_LAW = page(f"{AGENCY}2023年法治政府建设年度报告", "一、主要举措和成效", FILLER, "二、存在的不足和原因", FILLER)
GUIDE = page(f"{AGENCY}政府信息公开指南", "一、公开的范围", FILLER, "二、公开的形式", FILLER, "三、依申请公开", FILLER)
BUDGET = page(
    f"{AGENCY}2024年部门预算公开",
    "目录", "第一部分 部门概况", FILLER, "第二部分 部门预算表",
    rows(("项目", "预算数"), ("一、一般公共预算拨款收入", "2503.11"), ("二、政府性基金", "0"), ("本年收入合计", "2503.11")),
)  # fmt: skip
ACCOUNT = page(f"{AGENCY}2022年度部门决算公开说明", "一、收入决算情况说明", FILLER, "二、支出决算情况说明", FILLER)
INDEX = page(
    f"政府信息公开年报_{AGENCY}",
    "首页 > 政府信息公开 > 政府信息公开年报",
    "<ul>"
    + "".join(
        f"<li><a href='/{y}'>{AGENCY}{y}年政府信息公开工作年度报告</a> {y + 1}-01-20</li>" for y in range(2008, 2025)
    )
    + "</ul>",
    "上一页 1 2 下一页 共 34 条",
)
INDEX_OF_ALL = page(
    "全市各单位政府信息公开工作年度报告",
    "<ul>"
    + "".join(
        f"<li><a href='/{n}'>临江市{name}2023年政府信息公开工作年度报告</a> 2024-01-2{n % 10}</li>"
        for n, name in enumerate(
            ["教育局", "民政局", "财政局", "水利局", "商务局", "审计局", "统计局", "医疗保障局"] * 6
        )
    )
    + "</ul>",
)
NOT_FOUND = page("404 Not Found", "您访问的页面不存在或已被删除，请检查网址。", "返回首页")
MAINTENANCE = page("系统维护中", "为了给您提供更好的服务，网站正在进行升级维护，请稍后访问。")
CAPTCHA = page("访问验证", "您的访问过于频繁，请输入验证码后继续访问。", "<form><input name=code></form>")
NOT_FOUND_OF_A_REPORT = page(f"{AGENCY}2023年政府信息公开工作年度报告", "对不起，您要访问的内容不存在或已被删除。")
SHELL = page(
    f"{AGENCY}2023年政府信息公开工作年度报告",
    "发布日期：2024-01-25 浏览次数：120 字体：大 中 小 打印",
    "<a href='/a.pdf'>附件：2023年政府信息公开工作年度报告.pdf</a>",
)
SUMMARY = page(f"{AGENCY}2023年政务公开工作总结", "一、工作开展情况", FILLER, "二、下一步打算", FILLER)
INFOGRAPHIC = page(f"一图读懂{AGENCY}2023年政府信息公开工作年度报告", "全年主动公开信息 1204 条", "收到申请 12 件")
NOTICE = page("关于做好2023年度政府信息公开工作年度报告编制工作的通知", "各县（市、区）：", FILLER)
SCRIPT = b"<html><script>window.location.href='/login?next=report.pdf'</script></html>"
JSON = '{"code": 404, "message": "文件不存在", "data": null}'.encode()
EMPTY = b"  \r\n"

_NO_TITLE = "names no annual report on disclosure|nothing in it is the title or the form"
CASES = {
    "website": (WEBSITE, "return of a government website"),
    "rule_of_law": (RULE_OF_LAW, "another subject"),
    "guide": (GUIDE, "guides on disclosure"),
    "budget": (BUDGET, "a budget or final account"),
    "account": (ACCOUNT, "a budget or final account"),
    "index": (INDEX, "lists reports but holds none"),
    "index_of_all": (INDEX_OF_ALL, "lists reports but holds none"),
    "not_found": (NOT_FOUND, _NO_TITLE),
    "maintenance": (MAINTENANCE, _NO_TITLE),
    "captcha": (CAPTCHA, _NO_TITLE),
    "not_found_of_a_report": (NOT_FOUND_OF_A_REPORT, "does not hold it"),
    "shell": (SHELL, "does not hold it"),
    "summary": (SUMMARY, "a work summary or plan"),
    "infographic": (INFOGRAPHIC, "a companion that illustrates a report"),
    "notice": (NOTICE, "a notice about reports"),
    "script": (SCRIPT, _NO_TITLE),
    "json": (JSON, _NO_TITLE),
    "empty": (EMPTY, "the file is empty"),
}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("path", ["a.html", "年度报告.pdf", "年度报告.doc"])
def test_a_look_alike_is_no_report_whatever_its_name(name, path):
    data, reason = CASES[name]
    document = parse(data, path)
    assert document.report.verdict == "not_a_report", document.error
    assert re.search(reason, document.error or ""), document.error
    assert (document.report.figures, document.report.claims, document.report.form_edition) == ((), (), None)


def as_pdf(title, lines):
    pdfmetrics.registerFont(TTFont("look_alike", str(FONT_FILE), subfontIndex=0))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1)
    canvas.setFont("look_alike", 11)
    for number, line in enumerate([title, *lines]):
        canvas.drawString(60, 780 - 18 * number, line)
    canvas.save()
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("title", "reason"),
    [
        (f"{AGENCY}2023年法治政府建设年度报告", "another subject"),
        (f"{AGENCY}2023年度部门决算", "a budget or final account"),
        (f"{AGENCY}政府信息公开指南（2023年版）", "guides on disclosure"),
    ],
)
def test_a_pdf_on_another_subject_is_no_report(title, reason):
    lines = [FILLER[start : start + 40] for start in range(0, 400, 40)]
    document = parse(as_pdf(title, lines), "report.pdf")
    assert document.report.verdict == "not_a_report"
    assert re.search(reason, document.error or ""), document.error


def test_a_report_that_links_to_all_of_these_is_still_one():
    """Portals print their menus around every page."""
    links = "".join(
        f"<li><a href=#>{title}</a></li>"
        for title in ("政府信息公开指南", "法治政府建设年度报告", "部门预决算", "政府网站工作年度报表", "依申请公开")
    )
    data = whole("html").replace(b"<body>", f"<body><ul>{links}</ul>".encode())
    assert parse(data, "a.html").report.verdict == "verified"
