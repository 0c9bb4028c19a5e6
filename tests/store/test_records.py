"""What runs write: read back as it was written, by this program and by those before it."""

import json

import pytest

from store.capture import Capture, parse_capture
from store.home import Home
from store.landed import Outcome, Sighting, sightings
from store.summary import BureauTally, CrawlSummary

CAPTURE = Capture(
    capture_id="0" * 32,
    run_id="20250131T023000Z-0a1b",
    kind="report",
    url="http://127.0.0.11/a",
    redirected_from=("http://127.0.0.11/b",),
    redirected_by=("302",),
    captured_at="2025-01-31T02:30:00.000Z",
    status=200,
    response_headers={"ETag": '"1"'},
    sha256="0" * 64,
    outcome="ok",
)
SIGHTING = Sighting(None, "import:甲.doc", "0" * 64, "0" * 32, "2025-01-31T02:30:00.000Z", "import", *[None] * 4)


def test_a_capture_is_read_back_as_it_was_written():
    line = CAPTURE.as_line()
    assert parse_capture(line) == CAPTURE
    assert list(json.loads(line)) == sorted(json.loads(line)), "as the logs have always been written"


def test_a_capture_of_an_older_program_lacks_what_that_did_not_know():
    record = {name: value for name, value in json.loads(CAPTURE.as_line()).items() if value is not None}
    for name in ("redirected_by", "redirected_from", "response_headers"):
        del record[name]
    old = parse_capture(json.dumps(record).encode())
    assert old is not None and old.redirected_by == () and old.response_headers == {} and old.label is None


@pytest.mark.parametrize(("before", "reason"), [("hunt", "discover"), ("patrol", "recheck"), ("sitemap", "sitemap")])
def test_a_reason_of_an_older_log_is_read_in_the_words_of_today(before, reason):
    capture = parse_capture(json.dumps(json.loads(CAPTURE.as_line()) | {"reason": before}).encode())
    assert capture is not None and capture.reason == reason


@pytest.mark.parametrize("line", [b"", b'{"outcome": "ok"}', b"[1]", b'{"capture_id": "', CAPTURE.as_line()[:-9]])
def test_what_is_no_whole_capture_is_none(line):
    assert parse_capture(line) is None


def test_a_capture_without_bytes_names_no_object():
    assert CAPTURE.object_name == "0" * 64
    with pytest.raises(ValueError, match="no bytes"):
        _ = Capture(capture_id="", run_id="", kind="list", url="", captured_at="", outcome="failed").object_name


def test_sightings_are_read_in_order_and_an_old_one_is_of_a_page_that_is_there(tmp_path):
    landing = Home(tmp_path).landing("20250131T023000Z-0a1b")
    landing.folder.mkdir(parents=True)
    old = {name: value for name, value in json.loads(SIGHTING.as_line()).items() if name != "is_present"}
    landing.sightings.write_bytes(json.dumps(old).encode() + b"\n" + SIGHTING.as_line() + b'{"bureau_code": nu')
    assert list(sightings(landing)) == [SIGHTING, SIGHTING]


def test_the_fields_of_a_landed_line_stand_in_the_order_in_which_they_have_always_stood():
    outcome = Outcome("20250131T023000Z-0a1b", "hrss-371500", "2025-01-31T02:30:00.000Z", "bureau", "new")
    assert ",".join(json.loads(outcome.as_line())) == (
        "run_id,bureau_code,at,scope,state,label,reason,url,capture_id,strategy,report_year"
    )
    assert ",".join(json.loads(SIGHTING.as_line())) == (
        "bureau_code,url,sha256,capture_id,seen_at,kind,list_title,published_on,media_type,found_on,is_present"
    )


def test_the_summary_of_a_crawl_is_read_back_with_its_tallies():
    tallies = {"hrss-371500": BureauTally(lists=1, reports=2, state="new")}
    summary = CrawlSummary("20250131T023000Z-0a1b", 3, 3, 0, 2, 0, 0, tallies)
    assert CrawlSummary.from_record(json.loads(summary.as_line())) == summary
