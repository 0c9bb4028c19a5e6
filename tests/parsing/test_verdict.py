"""What of a cell counts as unread: nobody is told a value that could not be made out."""

import re

import pytest

from parsing.model import Figure
from parsing.verdict import is_unread
from tests.parsing.form_pages import page, read


@pytest.mark.parametrize(
    ("raw", "on_a_picture", "in_a_text"),
    [("•", True, False), ("无", False, False), ("略", False, False), ("0/0", False, False), ("3件?", True, True)],
)
def test_a_lone_sign_is_unread_on_a_picture_only(raw, on_a_picture, in_a_text):
    figure = Figure("proactive", "administrative_penalties", "decisions", None, raw, "text", None)
    assert is_unread(figure, is_by_ocr=True) == on_a_picture
    assert is_unread(figure, is_by_ocr=False) == in_a_text


def test_a_report_of_which_a_table_is_missing_is_a_report_however_little_it_says():
    """Its title and the other two tables are there."""
    tables = re.findall("<table.*?</table>", page(), re.DOTALL)
    head = page()[: page().index("</h1>") + 5]
    document = read(f"{head}{tables[0]}<p>见附件</p>{tables[2]}</body></html>")
    assert document.report.verdict == "unreadable"
    assert document.error == "only 25 cells of the form were found"
    assert document.report.agency_name


def test_the_title_of_a_report_over_an_empty_form_is_none():
    head = page()[: page().index("</h1>") + 5]
    empty = re.sub(r"<td>[\d.]+</td>", "<td></td>", re.findall("<table.*?</table>", page(), re.DOTALL)[2])
    assert read(f"{head}{empty}</body></html>").report.verdict == "not_a_report"
