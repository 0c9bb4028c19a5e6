"""Damaged files of every format: read or refused with one sentence, never a crash, never without end."""

import io
import os
import time
import zipfile

import pytest
from fuzzing.corpus import KINDS
from fuzzing.run import damaged as damaged_by_kind
from fuzzing.run import readings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from writer.compose import random_recipe, write

from parsing.document import parse

FORMS = ("doc", "rtf", "rtf_unicode", "xlsx", "xls", "ofd", "docx", "html", "html_gb18030", "text_tab")
SLOWEST_SECONDS = 20
SLOWEST_SIGHT_SECONDS = 90
"""Damaged fonts make every page a picture, and each is looked at twice."""
_EXAMPLES = int(os.environ.get("GONGKAI_FUZZ", "10"))
ORDINARY = {"edition": "2021", "layout": "official", "spans": "right", "values": "plain", "mistake": "none"}
FILES = {form: write(random_recipe(5, format=form, **ORDINARY)).data for form in FORMS}

edits = st.lists(
    st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 40), st.binary(max_size=12)), min_size=1, max_size=6
)


def damaged(data, changes):
    """Each change replaces some bytes at a relative place."""
    for place, length, replacement in changes:
        at = int(place * len(data))
        data = data[:at] + replacement + data[at + length :]
    return data


def assert_bounded(data, seconds=SLOWEST_SECONDS):
    started = time.process_time()
    document = parse(data, "fuzzed")
    assert time.process_time() - started < seconds
    assert document.report.verdict != "unreadable" or (document.error and "\n" not in document.error)


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=_EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(changes=edits)
def test_a_damaged_file_is_read_or_refused(form, changes):
    assert_bounded(damaged(FILES[form], changes))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("share", [0.01, 0.3, 0.7, 0.99])
def test_a_file_cut_short_is_read_or_refused(form, share):
    data = FILES[form]
    assert_bounded(data[: int(len(data) * share)])


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=_EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10**9))
def test_every_reader_of_a_file_damaged_by_its_format_reads_or_refuses_it(kind, seed):
    """Words, members of zips and objects of PDFs are damaged; each reader of the ladder is asked, proved or not."""
    for _, seconds in readings(damaged_by_kind(kind, seed)):
        assert seconds < SLOWEST_SECONDS


@pytest.mark.parametrize("kind", ["pdf", "image"])
@settings(max_examples=max(_EXAMPLES // 10, 1), deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10**9))
def test_a_damaged_picture_is_recognised_or_refused(kind, seed):
    assert_bounded(damaged_by_kind(kind, seed), SLOWEST_SIGHT_SECONDS)


STARTS = (
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"{\\rtf1",
    b"%PDF-1.7\n",
    b"<html>",
    b"MIME-Version: 1.0\n",
    b"",
)


@settings(max_examples=_EXAMPLES * 4, deadline=None)
@given(start=st.sampled_from(STARTS), rest=st.binary(max_size=600))
def test_noise_is_refused(start, rest):
    assert_bounded(start + rest)


PARTS = {
    "docx": "word/document.xml",
    "xlsx": "xl/worksheets/sheet1.xml",
    "ofd": "Doc_0/Pages/Page_1/Content.xml",
}


@pytest.mark.parametrize(("form", "part"), PARTS.items())
@settings(max_examples=_EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(changes=edits)
def test_damage_inside_a_package_is_read_or_refused(form, part, changes):
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(FILES[form])) as old, zipfile.ZipFile(buffer, "w") as new:
        assert part in old.namelist()
        for member in old.namelist():
            data = old.read(member)
            new.writestr(member, damaged(data, changes) if member == part else data)
    assert_bounded(buffer.getvalue())
