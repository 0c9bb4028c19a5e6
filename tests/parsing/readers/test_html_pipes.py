"""Tables that a page has as one run of cells between pipes."""

import re

import pytest

from tests.parsing.form_pages import figure, page, read

TABLE = re.compile(r"<table.*?</table>", re.DOTALL)
CELL = re.compile(r"<t[dh][^>]*>(.*?)</t[dh]>", re.DOTALL)


def piped(text, separator):
    return TABLE.sub(lambda table: f"<p>{separator.join(CELL.findall(table[0]))}</p>", text)


@pytest.mark.parametrize("separator", ["|", " | "])
def test_a_run_of_cells_between_pipes_is_read(separator):
    document = read(piped(page(), separator))
    assert document.report.verdict == "verified"
    assert figure(document, "administrative_penalties", "decisions").value == 31
    assert figure(document, "granted", "total").value == 6


def test_a_menu_between_pipes_is_a_line():
    menu = " | ".join(["首页", *(f"栏目{number}" for number in range(9))])
    assert read(f"<p>{menu}</p>" + page()).report.figures == read(page()).report.figures
