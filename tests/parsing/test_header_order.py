"""Table four: each place is the column that its own group of headers names, never one named in the group before."""

import re
from dataclasses import replace
from random import Random

import pytest
from writer.compose import SPANS, ordinary, write

from parsing.alignment.headers import names_another_order, names_persons_late
from parsing.document import parse
from parsing.form import load_edition
from practice.report import Table
from tests.parsing.form_pages import page, read, replaced

HEADERS = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
PRINTED = {
    "review": (1, 0, 0, 0, 1),
    "litigation_direct": (0, 0, 0, 0, 0),
    "litigation_after_review": (0, 2, 0, 1, 3),
}


def _misspelt(text: str, header: str, group: int) -> str:
    """``header`` with its last sign wrong in one of the three groups of table four."""
    before, *after = text.rsplit(header, 3)
    signs = [header] * 3
    signs[group] = header[:-1] + "某"
    return before + "".join(sign + rest for sign, rest in zip(signs, after, strict=True))


def _appeals(text: str) -> dict[str, tuple[int, ...]]:
    found = [figure for figure in read(text).report.figures if figure.section == "appeals"]
    return {line: tuple(int(figure.value or 0) for figure in found if figure.line == line) for line in PRINTED}


@pytest.mark.parametrize("group", range(3))
@pytest.mark.parametrize("header", HEADERS)
def test_a_misspelt_header_exchanges_no_columns(header, group):
    text = _misspelt(page(), header, group)
    assert _appeals(text) == PRINTED
    assert read(text).report.verdict == "verified"


def test_a_header_misspelt_in_every_group_leaves_a_doubt_or_the_order_of_the_form():
    text = page().replace("尚未审结", "尚未某某")
    assert _appeals(text) == PRINTED or read(text).report.verdict == "uncertain"


@pytest.mark.parametrize("header", HEADERS)
def test_text_without_a_grid_exchanges_no_columns_either(header):
    """Of text only the words before the values are known, in which no group has places of its own."""
    text = re.sub(r"<[^>]+>", " ", _misspelt(page(), header, 2))
    assert _appeals(text) == PRINTED or read(text).report.verdict == "uncertain"


def _exchanged(text: str, one: str, other: str) -> str:
    """``text`` with two headers of table three in each other's place."""
    start = text.rindex("<table", 0, text.index(">商业企业<"))
    head = replaced(text[start:], (f">{one}<", ">@<"), (f">{other}<", f">{one}<"), (">@<", f">{other}<"))
    return text[:start] + head


@pytest.mark.parametrize(
    ("one", "other"), [("商业企业", "科研机构"), ("科研机构", "法律服务机构"), ("自然人", "商业企业")]
)
def test_columns_that_are_exchanged_under_plain_headers_are_in_doubt(one, other):
    """The sums hold in either order."""
    assert read(_exchanged(page(), one, other)).report.verdict == "uncertain"


def test_words_that_name_organisations_in_another_order_leave_a_doubt():
    text = re.sub(r"<[^>]+>", " ", _exchanged(page(), "商业企业", "科研机构"))
    assert read(re.sub(r"<[^>]+>", " ", page())).report.verdict == "verified"
    assert read(text).report.verdict == "uncertain"


def _persons_last(table: Table, random: Random) -> Table:
    """Table three with natural persons behind the organisations, headers and values alike."""
    moved = []
    for number, row in enumerate(table.rows):
        if number == 1 and table.width == 10:
            persons, organisations, total = row
            row = (organisations, persons, total)
        elif row[-1].key and row[-1].key[0] == "applications":
            *labels, persons, one, two, three, four, five, total = row
            row = (*labels, one, two, three, four, five, persons, total)
        moved.append(row)
    return replace(table, rows=tuple(moved))


@pytest.mark.parametrize("form", ["html", "html_divs", "text_spaces", "text_cell_lines", "pdf", "pdf_unruled", "ofd"])
def test_natural_persons_behind_the_organisations_are_in_doubt(form, monkeypatch):
    monkeypatch.setitem(SPANS, "persons last", _persons_last)
    specimen = write(ordinary(7, form, spans="persons last"))
    assert parse(specimen.data, "report").report.verdict == "uncertain"


@pytest.mark.parametrize("form", ["pdf", "pdf_unruled", "pdf_lying", "ofd"])
def test_natural_persons_behind_are_seen_in_headers_of_one_sign_a_line(form, monkeypatch):
    monkeypatch.setitem(SPANS, "persons last", _persons_last)
    specimen = write(ordinary(7, form, layout="vertical_headers", spans="persons last"))
    assert parse(specimen.data, "report").report.verdict == "uncertain"
    official = parse(write(ordinary(7, form, layout="vertical_headers")).data, "report")
    assert official.report.verdict == "verified"


_LABEL = "一本年新收政府信息公开申请数量"


@pytest.mark.parametrize(
    ("headers", "is_late"),
    [
        ("自然法或其他组织总计商业企业科研机构", False),
        ("自法总然计或其他组织商科社法其业研会律他企机公服业构益务", False),
        ("自商科社法其总然业研会律他计企机公服", False),
        ("自然人法人或其他组织总计商业企业法律服务机构其他自然人法人或其他组织总计商业企业", False),
        ("市商务局依法公开自然人法人或其他组织总计商业企业", False),
        ("法或其他组织自然总计商业企业科研机构", True),
        ("法自总然计或其他组织商科社法其业研会律他企机公服业构益务", True),
        ("商科社法其自总业研会律他然计企机公服", True),
    ],
)
def test_headers_in_pieces_name_natural_persons_first_or_late(headers, is_late):
    line = next(line for line in load_edition("2021").section("applications"))
    assert names_persons_late(headers + _LABEL, line) == is_late


@pytest.mark.parametrize(("signs", "is_another"), [("商科社法", False), ("科商社法", True), ("商法社科", True)])
def test_first_signs_of_organisations_name_their_order(signs, is_another):
    line = next(line for line in load_edition("2021").section("applications"))
    assert names_another_order(f"自{signs}其总然业研会律他计{_LABEL}", line) == is_another


@pytest.mark.parametrize(("one", "other"), [("未经复议直接起诉", "复议后起诉"), ("行政复议<", "行政诉讼<")])
def test_groups_of_table_four_in_another_order_are_in_doubt(one, other):
    before, after = page().rsplit("<table", 1)
    after = after.replace(one, "@", 1).replace(other, one, 1).replace("@", other, 1)
    assert read(f"{before}<table{after}").report.verdict == "uncertain"


HEADS = "行政复议", "未经复议直接起诉", "复议后起诉"


def _apart(*groups: tuple[str, ...], headers: tuple[str, ...] = HEADERS) -> str:
    """Table four as one table for each group of heads, in the order given."""
    values = dict(zip(HEADS, PRINTED.values(), strict=True))
    tables = ""
    for heads in groups:
        above = "".join(f'<td colspan="5">{head}</td>' for head in heads)
        names = "".join(f"<td>{header}</td>" for header in headers) * len(heads)
        cells = "".join(f"<td>{values[head][HEADERS.index(header)]}</td>" for head in heads for header in headers)
        tables += f"<table><tr>{above}</tr><tr>{names}</tr><tr>{cells}</tr></table><p></p>"
    before, after = page().rsplit("<table", 1)
    return before + tables + after.split("</table>", 1)[1]


@pytest.mark.parametrize("groups", [(HEADS[:1], HEADS[1:]), (HEADS[:1], HEADS[1:2], HEADS[2:]), (HEADS[:2], HEADS[2:])])
@pytest.mark.parametrize("headers", [HEADERS, HEADERS[1:] + HEADERS[:1]])
def test_table_four_may_be_several_tables(groups, headers):
    text = _apart(*groups, headers=headers)
    assert read(text).report.verdict == "verified"
    assert _appeals(text) == PRINTED


@pytest.mark.parametrize("groups", [(HEADS[1:], HEADS[:1]), (HEADS[:1], HEADS[:0:-1]), (HEADS[:1], HEADS[1:2])])
def test_tables_of_table_four_in_another_order_are_exchanged_in_none(groups):
    document = read(_apart(*groups))
    assert document.report.verdict == "uncertain"
