"""Files made to hurt: each ends within seconds and little memory with one clear reason, and the next document goes on."""

import re

import pytest
from fuzzing import hostile, hostile_pdf

from parsing.document import parse
from parsing.pool.workers import parse_many

FILES = {**hostile.FILES, **hostile_pdf.FILES}
NOTICE = "关于报送材料的通知".encode()
SECONDS = 90.0
BEYOND_THE_READER = {"forms_in_forms"}
"""What only the limits of the child process end: pdfium draws every form again wherever it is shown."""
ENDED_OUTSIDE = r"took more (?:than|memory)|crashed"


@pytest.fixture(scope="module")
def night():
    """Every hostile file, each followed by a harmless one, read in one go by two limited workers."""
    blobs = []
    for name, (make, _) in FILES.items():
        blobs += [(name, make), (f"after {name}", lambda: NOTICE)]
    documents = parse_many(blobs, 2, SECONDS)
    return {document.source.path: document for document in documents}


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_costs_one_document_and_says_why(night, name):
    document, reason = night[name], FILES[name][1]
    error = document.error or ""
    assert "\n" not in error
    if reason:
        assert document.report.verdict in ("unreadable", "not_a_report")
        assert re.search(reason, error), error
    if name in BEYOND_THE_READER:
        assert document.report.verdict == "unreadable"
    else:
        assert not re.search(ENDED_OUTSIDE, error), error


@pytest.mark.parametrize("name", FILES)
def test_the_document_after_a_hostile_one_is_read(night, name):
    path = f"after {name}"
    assert night[path] == parse(NOTICE, path)
