"""What once broke a reader, by fuzzing or by hand: each file, named after its case, is refused or read in little time."""

import re
import time
from pathlib import Path

import pytest

from parsing.document import parse

FILES = Path(__file__).parent / "regressions"
SECONDS = 20.0
REASONS = {
    "pdf_page_is_null.pdf": "a page of the PDF cannot be read",
    "png_one_pixel_wide.png": "nothing in it is the title or the form",
    "xls_cell_far_away.xls": "a sheet of .* is more than is read",
    "xls_locked.xls": "the workbook is locked by a password",
}
TITLE = "2015年政府信息公开工作年度报告\n"
LONG_LINES = {
    "words_without_end": "一 1 " * 200_000,
    "sentence_without_end": TITLE + "收到申请3件公开信息2条" * 80_000,
    "lines_without_full_stops": TITLE + "收到申请3件\n" * 90_000,
    "stops_within_lines": TITLE + "甲。乙\n" * 60_000,
    "field_without_end": '"' + "x" * 900_000 + '",1,2\n' + "1,2,3\n" * 20,
}


def read_in_time(data, path):
    started = time.process_time()
    document = parse(data, path)
    assert time.process_time() - started < SECONDS
    return document


def test_every_file_kept_has_its_reason():
    assert {path.name for path in FILES.iterdir()} == set(REASONS)


@pytest.mark.parametrize("name", REASONS)
def test_a_file_that_broke_a_reader_is_refused_with_its_reason(name):
    document = read_in_time((FILES / name).read_bytes(), name)
    assert document.report.verdict in ("unreadable", "not_a_report")
    assert re.search(REASONS[name], document.error or ""), document.error


@pytest.mark.parametrize("name", LONG_LINES)
def test_text_without_end_is_read_in_a_time_that_grows_with_its_length(name):
    assert read_in_time(LONG_LINES[name].encode(), name).report.figures == ()
