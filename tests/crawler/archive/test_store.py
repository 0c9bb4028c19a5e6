"""The archive keeps every byte it was given, and knows what is still fresh after any end of a run."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.archive import Archive, iso, moment
from store.errors import ArchiveError
from store.home import Home

RUN = "20250131T023000Z-0a1b"
URL = "http://127.0.0.11:8620/list"
HOUR = timedelta(hours=1)


@given(data=st.binary(max_size=200))
def test_what_is_put_comes_back(tmp_path_factory, data):
    archive = Archive(tmp_path_factory.mktemp("home"))
    assert archive.get(archive.put(data)) == data
    assert archive.put(data) == archive.put(data)


def test_an_object_leaves_no_temporary_file(tmp_path):
    archive = Archive(tmp_path)
    sha256 = archive.put(b"page")
    assert [path.name for path in Home(tmp_path).objects.rglob("*") if path.is_file()] == [sha256]


def test_a_missing_object_is_an_error_of_one_sentence(tmp_path):
    with pytest.raises(ArchiveError, match="not in the archive"):
        Archive(tmp_path).get("0" * 64)


def test_a_capture_is_fresh_until_its_window_is_over(tmp_path, capture):
    archive = Archive(tmp_path)
    record = capture(archive, age=11 * HOUR)
    assert archive.fresh(URL, 12 * HOUR) == record
    assert archive.fresh(URL, 11 * HOUR) is None


def test_a_fragment_is_not_part_of_the_request(tmp_path, capture):
    archive = Archive(tmp_path)
    capture(archive)
    assert archive.fresh(URL + "#top", HOUR)


def test_posts_to_one_address_are_told_apart_by_their_body(tmp_path, capture):
    archive = Archive(tmp_path)
    record = capture(archive, method="POST", request_body="columnid=1")
    assert archive.fresh(URL, HOUR, "POST", "columnid=1") == record
    assert archive.fresh(URL, HOUR, "POST", "columnid=2") is None
    assert archive.fresh(URL, HOUR) is None


@pytest.mark.parametrize(
    "facts",
    [
        {"outcome": "http_error", "status": 503},
        {"outcome": "refused", "status": None, "sha256": None},
        {"outcome": "failed", "status": None, "sha256": None},
        {"outcome": "blocked", "status": 412},
        {"outcome": "soft_404"},
        {"outcome": "truncated"},
        {"kind": "import"},
        {"kind": "report", "reason": "warc"},
    ],
)
def test_what_is_no_answer_is_asked_again(tmp_path, capture, facts):
    archive = Archive(tmp_path)
    capture(archive, **facts)
    assert archive.fresh(URL, HOUR) is None
    assert archive.last_good(URL) is None


@pytest.mark.parametrize("outcome", ["not_here", "http_error"])
def test_not_here_is_an_answer_for_as_long_as_a_list(tmp_path, capture, outcome):
    archive = Archive(tmp_path)
    record = capture(archive, kind="report", outcome=outcome, status=404, age=11 * HOUR)
    assert archive.fresh(URL, timedelta(days=30)) == record
    assert archive.fresh(URL, 10 * HOUR) is None
    capture(archive, url=URL + "?old", kind="report", outcome=outcome, status=404, age=13 * HOUR)
    assert archive.fresh(URL + "?old", timedelta(days=30)) is None


@pytest.mark.parametrize(
    "facts",
    [
        {"outcome": "not_here", "status": 404},
        {"outcome": "soft_404"},
        {"outcome": "maintenance"},
        {"outcome": "blocked", "status": 403},
        {"outcome": "empty"},
        {"outcome": "wrong_type"},
        {"outcome": "http_error", "status": 503},
        {"outcome": "too_large", "sha256": None},
    ],
)
def test_no_bad_answer_hides_a_good_one(tmp_path, capture, facts):
    archive = Archive(tmp_path)
    good = capture(archive, age=HOUR)
    capture(archive, **facts)
    assert archive.fresh(URL, 12 * HOUR) == archive.last_good(URL) == good
    assert Archive(tmp_path).last_good(URL) == good


def test_the_last_good_page_has_no_age_and_is_no_redirect(tmp_path, capture):
    archive = Archive(tmp_path)
    good = capture(archive, age=timedelta(days=4000))
    moved = capture(archive, status=301)
    assert archive.last_good(URL) == good
    assert archive.fresh(URL, HOUR) == moved


def test_a_confirmed_page_is_fresh_again(tmp_path, capture):
    archive = Archive(tmp_path)
    good = capture(archive, age=timedelta(days=40))
    confirmed = capture(archive, outcome="not_modified", status=304, sha256=good.sha256)
    assert archive.fresh(URL, HOUR) == confirmed
    assert archive.last_good(URL) == good


def test_a_capture_without_its_bytes_is_not_fresh(tmp_path, capture):
    archive = Archive(tmp_path)
    record = capture(archive)
    Home(tmp_path).object(record.sha256).unlink()
    assert archive.fresh(URL, HOUR) is None


def test_a_line_torn_by_a_kill_costs_that_line_only(tmp_path, capture):
    archive = Archive(tmp_path)
    first = capture(archive, url=URL + "?page=1")
    log = archive.captures / f"{RUN}.jsonl"
    log.write_bytes(log.read_bytes() + b'{"capture_id": "torn')
    resumed = Archive(tmp_path)
    assert resumed.broken_lines == 1
    second = capture(resumed, url=URL + "?page=2")
    reread = Archive(tmp_path)
    assert list(reread.all_captures()) == [first, second]
    assert first.capture_id != second.capture_id


def test_a_run_needs_a_run_id(tmp_path, capture):
    with pytest.raises(ArchiveError, match="run id"):
        capture(Archive(tmp_path), run_id="../elsewhere")


def test_moments_are_utc_with_z():
    assert iso(datetime(2025, 1, 31, 2, 30, tzinfo=UTC)) == "2025-01-31T02:30:00.000Z"
    assert moment("2025-01-31T02:30:00.000Z") == datetime(2025, 1, 31, 2, 30, tzinfo=UTC)
