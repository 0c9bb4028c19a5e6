"""Damaged files of every format: read or refused with one sentence, never a crash, never without end."""

import os
import time

import pytest
from fuzzing.corpus import KINDS, whole
from fuzzing.run import damaged, readings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parsing.document import parse

FORMS = ("doc", "rtf", "rtf_unicode", "xlsx", "xls", "ofd", "docx", "html", "html_gb18030", "text_tab")
SLOWEST_SECONDS = 20
SLOWEST_SIGHT_SECONDS = 90
"""Damaged fonts make every page a picture, and each is looked at twice."""
_EXAMPLES = int(os.environ.get("GONGKAI_FUZZ", "10"))


def assert_bounded(data, seconds=SLOWEST_SECONDS):
    started = time.process_time()
    document = parse(data, "fuzzed")
    assert time.process_time() - started < seconds
    assert document.report.verdict != "unreadable" or (document.error and "\n" not in document.error)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("share", [0.01, 0.3, 0.7, 0.99])
def test_a_file_cut_short_is_read_or_refused(form, share):
    data = whole(form)
    assert_bounded(data[: int(len(data) * share)])


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=_EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10**9))
def test_every_reader_of_a_file_damaged_by_its_format_reads_or_refuses_it(kind, seed):
    """Words, members of zips and objects of PDFs are damaged; each reader of the ladder is asked, proved or not."""
    for _, seconds in readings(damaged(kind, seed)):
        assert seconds < SLOWEST_SECONDS


@pytest.mark.parametrize("kind", ["pdf", "image"])
@settings(max_examples=max(_EXAMPLES // 10, 1), deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10**9))
def test_a_damaged_picture_is_recognised_or_refused(kind, seed):
    assert_bounded(damaged(kind, seed), SLOWEST_SIGHT_SECONDS)


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
