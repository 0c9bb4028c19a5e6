"""The archive keeps every byte it was given, and knows what is still fresh after any end of a run."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.archive import Archive, ArchiveError, iso, moment, utc_now

RUN = "20250131T023000Z-0a1b"
URL = "http://127.0.0.11:8620/list"
HOUR = timedelta(hours=1)


def capture(archive: Archive, url: str = URL, age: timedelta = timedelta(), **facts):
    record = {
        "capture_id": archive.next_capture_id(RUN, url),
        "run_id": RUN,
        "kind": "list",
        "url": url,
        "method": "GET",
        "request_body": None,
        "captured_at": iso(utc_now() - age),
        "status": 200,
        "outcome": "ok",
        "sha256": archive.put(b"page"),
        **facts,
    }
    archive.append_capture(record)
    return record


@given(data=st.binary(max_size=200))
def test_what_is_put_comes_back(tmp_path_factory, data):
    archive = Archive(tmp_path_factory.mktemp("home"))
    assert archive.get(archive.put(data)) == data
    assert archive.put(data) == archive.put(data)


def test_an_object_leaves_no_temporary_file(tmp_path):
    archive = Archive(tmp_path)
    sha256 = archive.put(b"page")
    assert [path.name for path in archive.objects.rglob("*") if path.is_file()] == [sha256]


def test_a_damaged_object_is_reported_and_mended_by_the_next_capture(tmp_path):
    archive = Archive(tmp_path)
    sha256 = archive.put(b"page")
    archive.path(sha256).write_bytes(b"pag")
    with pytest.raises(ArchiveError, match="damaged"):
        archive.get(sha256)
    archive.put(b"page")
    assert archive.get(sha256) == b"page"


def test_a_missing_object_is_an_error_of_one_sentence(tmp_path):
    with pytest.raises(ArchiveError, match="not in the archive"):
        Archive(tmp_path).get("0" * 64)


def test_a_capture_is_fresh_until_its_window_is_over(tmp_path):
    archive = Archive(tmp_path)
    record = capture(archive, age=11 * HOUR)
    assert archive.fresh(URL, 12 * HOUR) == record
    assert archive.fresh(URL, 11 * HOUR) is None


def test_freshness_outlives_the_process(tmp_path):
    record = capture(Archive(tmp_path))
    assert Archive(tmp_path).fresh(URL, HOUR) == record


def test_a_fragment_is_not_part_of_the_request(tmp_path):
    archive = Archive(tmp_path)
    capture(archive)
    assert archive.fresh(URL + "#top", HOUR)


def test_posts_to_one_address_are_told_apart_by_their_body(tmp_path):
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
        {"kind": "import"},
    ],
)
def test_what_is_no_answer_is_asked_again(tmp_path, facts):
    archive = Archive(tmp_path)
    capture(archive, **facts)
    assert archive.fresh(URL, HOUR) is None


def test_a_failure_does_not_hide_a_good_capture(tmp_path):
    archive = Archive(tmp_path)
    good = capture(archive, age=HOUR)
    capture(archive, outcome="http_error", status=503)
    assert archive.fresh(URL, 12 * HOUR) == good


def test_not_here_is_an_answer(tmp_path):
    archive = Archive(tmp_path)
    assert capture(archive, outcome="http_error", status=404) == archive.fresh(URL, HOUR)


def test_a_capture_without_its_bytes_is_not_fresh(tmp_path):
    archive = Archive(tmp_path)
    record = capture(archive)
    archive.path(record["sha256"]).unlink()
    assert archive.fresh(URL, HOUR) is None


def test_a_line_torn_by_a_kill_costs_that_line_only(tmp_path):
    archive = Archive(tmp_path)
    first = capture(archive, url=URL + "?page=1")
    log = archive.captures / f"{RUN}.jsonl"
    log.write_bytes(log.read_bytes() + b'{"capture_id": "torn')
    resumed = Archive(tmp_path)
    assert resumed.broken_lines == 1
    second = capture(resumed, url=URL + "?page=2")
    reread = Archive(tmp_path)
    assert list(reread.records()) == [first, second]
    assert first["capture_id"] != second["capture_id"]


def test_a_run_needs_a_run_id(tmp_path):
    with pytest.raises(ArchiveError, match="run id"):
        capture(Archive(tmp_path), run_id="../elsewhere")


def test_moments_are_utc_with_z():
    assert iso(datetime(2025, 1, 31, 2, 30, tzinfo=UTC)) == "2025-01-31T02:30:00.000Z"
    assert moment("2025-01-31T02:30:00.000Z") == datetime(2025, 1, 31, 2, 30, tzinfo=UTC)
