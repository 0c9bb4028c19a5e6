"""The index says what the logs say, reads no line twice, and can be thrown away at any time."""

import sqlite3
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.archive import Archive, iso, moment, utc_now
from crawler.archive.index import Index
from crawler.archive.log import Log
from store.capture import parse_capture
from store.errors import ArchiveError

RUN, NEXT_RUN = "20250131T023000Z-0a1b", "20250201T023000Z-0a1c"
URL = "http://127.0.0.11:8620/list"
HOUR = timedelta(hours=1)
MONTH = timedelta(days=30)


def index_files(home: Path) -> list[Path]:
    return sorted((home / "archive").glob("index.sqlite*"))


@pytest.fixture(name="home")
def _home(tmp_path, capture) -> Path:
    """Two runs, three addresses; the index is on disk."""
    archive = Archive(tmp_path)
    capture(archive, age=3 * HOUR)
    capture(archive, url=URL + "?page=2", age=3 * HOUR)
    capture(archive, run_id=NEXT_RUN, age=HOUR)
    capture(archive, url=URL + "?gone", run_id=NEXT_RUN, outcome="not_here", status=404)
    archive.close()
    return tmp_path


def answers(home: Path) -> list:
    archive = Archive(home)
    return [archive.fresh(url, MONTH) for url in (URL, URL + "?page=2", URL + "?gone", URL + "?never")]


@pytest.fixture(name="lines_read")
def _lines_read(monkeypatch) -> list[bytes]:
    """Every line that an index takes in from a log."""
    read: list[bytes] = []
    lines = Log.lines

    def counted(self, run_id, offset=0):
        for start, line in lines(self, run_id, offset):
            read.append(line)
            yield start, line

    monkeypatch.setattr(Log, "lines", counted)
    return read


def test_opening_an_archive_again_reads_no_log(home, lines_read):
    assert [bool(answer) for answer in answers(home)] == [True, True, True, False]
    assert lines_read == []


def test_only_the_tail_of_a_log_is_taken_in(home, lines_read):
    other = Archive(home)
    log = Log(other.captures)
    capture = parse_capture((other.captures / f"{RUN}.jsonl").read_bytes().splitlines()[0])
    late = replace(capture, url=URL + "?late", captured_at=iso(utc_now()))
    log.write(late)
    log.sync()
    assert Archive(home).fresh(URL + "?late", HOUR) == late
    assert [parse_capture(line) for line in lines_read] == [late]


@pytest.mark.parametrize("harm", ["missing", "text", "cut", "tables", "version", "answers"])
def test_a_deleted_or_damaged_index_is_made_anew(home, harm):
    expected = answers(home)
    index = home / "archive" / "index.sqlite"
    if harm == "missing":
        index.unlink()
    elif harm == "text":
        index.write_text("no database " * 1000)
    elif harm == "cut":
        index.write_bytes(index.read_bytes()[: index.stat().st_size // 2])
    else:
        with sqlite3.connect(index) as connection:
            connection.execute(
                {
                    "tables": "drop table log",
                    "version": "pragma user_version = 99",
                    "answers": "update answer set offset = 1",
                }[harm]
            )
        connection.close()
    assert answers(home) == expected
    assert answers(home) == expected, "and stays so"


def test_a_log_that_was_put_back_to_an_older_state_is_read_anew(home):
    log = home / "archive" / "captures" / f"{NEXT_RUN}.jsonl"
    first, _ = log.read_bytes().splitlines(keepends=True)
    log.write_bytes(first)
    assert [bool(answer) for answer in answers(home)] == [True, True, False, False]


def test_a_log_that_is_gone_is_forgotten(home):
    (home / "archive" / "captures" / f"{NEXT_RUN}.jsonl").unlink()
    newest = Archive(home).fresh(URL, MONTH)
    assert newest is not None and newest.run_id == RUN


def test_lines_that_are_no_captures_are_passed_over(home, capture):
    log = home / "archive" / "captures" / f"{RUN}.jsonl"
    log.write_bytes(log.read_bytes() + b'[1, 2]\n"text"\n{"outcome": "ok"}\n\xff\xfe\n')
    archive = Archive(home)
    assert archive.fresh(URL, MONTH)
    record = capture(archive, url=URL + "?after")
    assert Archive(home).fresh(URL + "?after", HOUR) == record


def test_the_index_may_lag_but_never_lead(home, monkeypatch, capture):
    archive = Archive(home)
    monkeypatch.setattr(Index, "add", lambda *arguments: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        capture(archive, url=URL + "?late")
    monkeypatch.undo()
    assert Archive(home).fresh(URL + "?late", HOUR), "the line is in the log, and the log is what counts"


def test_an_index_that_cannot_be_opened_is_an_error_of_one_sentence(home):
    for path in index_files(home):
        path.unlink()
    (home / "archive" / "index.sqlite").mkdir()
    with pytest.raises(ArchiveError, match=r"index\.sqlite cannot be used"):
        Archive(home).fresh(URL, HOUR)


def test_two_archives_on_one_home_see_what_each_has_logged(tmp_path, capture):
    first, second = Archive(tmp_path), Archive(tmp_path)
    mine, theirs = capture(first), capture(second, run_id=NEXT_RUN, url=URL + "?2")
    assert [answer for answer in answers(tmp_path) if answer] == [mine]
    assert Archive(tmp_path).fresh(URL + "?2", HOUR) == theirs
    again = capture(first, url=URL + "?3")
    assert len({record.capture_id for record in Archive(tmp_path).all_captures()}) == 3
    assert first.fresh(URL + "?3", HOUR) == again


OUTCOMES = st.sampled_from(
    [("ok", 200), ("ok", 301), ("not_modified", 304), ("not_here", 404), ("blocked", 412), ("soft_404", 200)]
)


@settings(max_examples=30, deadline=None)  # each example waits for the disk
@given(
    captures=st.lists(
        st.tuples(st.sampled_from([RUN, NEXT_RUN]), st.integers(0, 2), st.integers(0, 40), OUTCOMES), max_size=12
    )
)
def test_an_index_grown_line_by_line_answers_as_one_made_at_once(tmp_path_factory, capture, captures):
    home = tmp_path_factory.mktemp("home")
    grown = Archive(home)
    for run_id, number, days, (outcome, status) in captures:
        capture(grown, url=f"{URL}?{number}", run_id=run_id, age=days * 24 * HOUR, outcome=outcome, status=status)
    kept = [
        (grown.fresh(f"{URL}?{number}", MONTH), grown.last_good(f"{URL}?{number}"), grown.next_capture_id(RUN, URL))
        for number in range(3)
    ]
    grown.close()
    for path in index_files(home):
        path.unlink()
    made = Archive(home)
    for number, (fresh, last_good, capture_id) in enumerate(kept):
        assert _at(made.fresh(f"{URL}?{number}", MONTH)) == _at(fresh)
        assert _at(made.last_good(f"{URL}?{number}")) == _at(last_good)
        assert made.next_capture_id(RUN, URL) == capture_id


def _at(record) -> object:
    return record and (moment(record.captured_at), record.outcome, record.status)
