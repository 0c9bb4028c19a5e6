"""What stands once in a cell that is merged over the columns of a line."""

import re

import pytest
from writer.compose import SPANS, fill
from writer.figures import add_up
from writer.report import Recipe

from parsing.document import parse
from practice.report import Cell, Table
from tests.parsing.form_pages import BATCHES, PROACTIVE, figure, page, read

NOTHING = ("无", "—", "/", "不涉及")
LINES = {
    "applications": re.compile(r"(<td[^>]*>其他法律行政法规禁止公开</td>)(?:<td>0</td>){7}"),
    "proactive": re.compile(r"(<td>规章</td>)(?:<td>0</td>){3}"),
    "appeals": re.compile(r"(<tr>)(?:<td>\d</td>){15}"),
}
WIDTHS = {"applications": 7, "proactive": 3, "appeals": 15}
SOME = {
    "applications": ("refused_other_law", "total"),
    "proactive": ("regulations", "in_force"),
    "appeals": ("litigation_direct", "upheld"),
}


def merged(section: str, text: str) -> str:
    made, count = LINES[section].subn(rf'\1<td colspan="{WIDTHS[section]}">{text}</td>', page())
    assert count == 1
    return made


@pytest.mark.parametrize("section", LINES)
@pytest.mark.parametrize("text", NOTHING)
def test_nothing_in_a_merged_cell_is_nothing_in_each(section, text):
    document = read(merged(section, text))
    assert document.report.verdict == "verified"
    found = figure(document, *SOME[section])
    assert (found.raw, found.value) == (text, None)


def test_sums_prove_such_a_line_zero():
    assert figure(read(merged("applications", "无")), *SOME["applications"]).proof == "proved_zero"


@pytest.mark.parametrize(("section", "value"), [("applications", 0), ("appeals", 0), ("proactive", None)])
def test_a_merged_zero_counts_only_in_a_table_with_sums(section, value):
    document = read(merged(section, "0"))
    assert figure(document, *SOME[section]).value == value
    assert document.report.verdict == ("verified" if value == 0 else "uncertain")


@pytest.mark.parametrize("section", LINES)
@pytest.mark.parametrize("text", ["3", "", "见附件"])
def test_anything_else_in_a_merged_cell_is_of_no_column(section, text):
    document = read(merged(section, text))
    assert document.report.verdict == "uncertain"
    assert figure(document, *SOME[section]).state == "missing"


def test_a_group_of_table_four_may_be_merged_beside_others():
    groups = '<td colspan="5">无</td>' + "<td>0</td>" * 5 + '<td colspan="5">—</td>'
    document = read(LINES["appeals"].sub(f"<tr>{groups}", page()))
    assert document.report.verdict == "verified"
    lines = ("review", "litigation_direct", "litigation_after_review")
    assert [figure(document, line, "total").raw for line in lines] == ["无", "0", "—"]


def test_a_cell_merged_over_lines_stays_unread():
    made = re.sub(r"(其他法律行政法规禁止公开</td>)(?:<td>0</td>){7}", r'\1<td colspan="7" rowspan="2">无</td>', page())
    made = re.sub(r"(危及[^<]*</td>)(?:<td>0</td>){7}", r"\1", made)
    assert read(made).report.verdict == "uncertain"


def _with_a_merged_line(table: Table) -> Table:
    rows = []
    for row in table.rows:
        values = [cell for cell in row if cell.key and cell.key[1] == "refused_other_law"]
        rows.append((*row[:-7], Cell("无", columns=7)) if values else row)
    return Table(tuple(rows), table.width, table.header_rows)


@pytest.mark.parametrize("form", ["docx", "xlsx", "xls", "rtf", "doc", "pdf", "ofd"])
def test_every_format_shows_how_far_a_cell_reaches(form, monkeypatch):
    figures = add_up("2021", BATCHES, [[1, 0, 0, 0], [0, 0, 0, 0], [0, 2, 0, 1]], PROACTIVE["2021"])
    monkeypatch.setitem(SPANS, "merged", lambda table, random: _with_a_merged_line(table))
    specimen = fill(Recipe(11, "2021", form, "official", "merged", "plain", "none"), figures)
    document = parse(specimen.data, "report")
    assert (document.report.verdict, document.error) == ("verified", None)
    found = figure(document, "refused_other_law", "legal_service_organization")
    assert (found.raw, found.proof) == ("无", "proved_zero")
