"""Only bytes that a newer answer took the place of, and that nothing rests on, may be dropped; their captures stay."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from crawler.archive import Archive
from crawler.archive.superseded import drop_superseded, superseded
from crawler.archive.verify import verify
from crawler.warc.export import export
from store.dropped import dropped_objects
from store.home import Home
from store.landed import Outcome, Sighting
from store.lines import read_lines

LIST, ROBOTS, REPORT = (f"http://127.0.0.11:8620/{name}" for name in ("list", "robots.txt", "report"))
JANUARY, FEBRUARY, MARCH = (f"2025-0{month}-15T18:30:00.000Z" for month in (1, 2, 3))
RUN = "20250131T023000Z-0a1b"
LIMIT, NOW = datetime(2025, 3, 1, tzinfo=UTC), datetime(2025, 4, 1, tzinfo=UTC)


@pytest.fixture
def asked(tmp_path: Path, capture: Any) -> Any:
    """Logs an answer to a request, and gives its SHA-256."""
    archive = Archive(tmp_path)

    def ask(url: str, body: str, at: str, **facts: Any) -> str:
        sha256 = archive.put(body.encode())
        capture(archive, url=url, captured_at=at, sha256=sha256, **{"kind": "list", **facts})
        return sha256

    yield ask
    archive.close()


def names(home: Path) -> set[str]:
    return set(superseded(home, LIMIT))


def test_a_list_that_a_newer_one_superseded_goes_and_the_newest_stays(tmp_path: Path, asked: Any) -> None:
    old, newer, newest = (asked(LIST, text, at) for text, at in zip("abc", (JANUARY, FEBRUARY, MARCH), strict=True))
    robots = asked(ROBOTS, "robots", JANUARY, kind="robots")
    assert names(tmp_path) == {old, newer}
    assert {newest, robots}.isdisjoint(names(tmp_path))


def test_what_was_the_same_lately_stays(tmp_path: Path, asked: Any) -> None:
    same = asked(LIST, "same", JANUARY)
    asked(LIST, "same", MARCH)
    asked(LIST, "other", MARCH)
    assert same not in names(tmp_path)


@pytest.mark.parametrize(
    "facts", [{"kind": "report"}, {"kind": "attachment"}, {"outcome": "blocked"}, {"outcome": "soft_404"}]
)
def test_reports_and_whatever_was_amiss_stay_for_ever(tmp_path: Path, asked: Any, facts: dict[str, str]) -> None:
    asked(LIST, "old", JANUARY, **facts)
    asked(LIST, "new", MARCH, **facts)
    assert names(tmp_path) == set()


def test_what_a_run_has_seen_or_judged_stays(tmp_path: Path, asked: Any) -> None:
    seen, judged, neither = (asked(f"{LIST}/{name}", name, JANUARY) for name in ("seen", "judged", "neither"))
    for name in ("seen", "judged", "neither"):
        asked(f"{LIST}/{name}", f"new {name}", MARCH)
    captures = {
        record["sha256"]: record["capture_id"] for log in Home(tmp_path).capture_logs() for record in read_lines(log)
    }
    landing = Home(tmp_path).landing(RUN)
    landing.folder.mkdir(parents=True)
    landing.sightings.write_bytes(Sighting("hrss-371500", LIST, seen, "another", JANUARY, "report").as_line())
    outcome = Outcome(RUN, "hrss-371500", JANUARY, "address", "refused", capture_id=captures[judged])
    landing.outcomes.write_bytes(outcome.as_line())
    assert names(tmp_path) == {neither}


def test_what_is_dropped_is_noted_and_its_captures_stay(tmp_path: Path, asked: Any) -> None:
    old = asked(LIST, "old", JANUARY)
    asked(LIST, "new", MARCH)
    logs = [log.read_bytes() for log in Home(tmp_path).capture_logs()]
    assert drop_superseded(tmp_path, LIMIT, NOW) == (1, 3)
    assert not Home(tmp_path).object(old).exists() and dropped_objects(tmp_path) == {old}
    (line,) = read_lines(Home(tmp_path).dropped)
    assert line == {
        "sha256": old, "size": 3, "dropped_at": "2025-04-01T00:00:00.000Z",
        "reason": "superseded before 2025-03-01, and nothing cites it",
    }  # fmt: skip
    assert [log.read_bytes() for log in Home(tmp_path).capture_logs()] == logs
    assert drop_superseded(tmp_path, LIMIT, NOW) == (0, 0)


def test_an_archive_that_dropped_bytes_is_sound_and_can_be_exported(tmp_path: Path, asked: Any) -> None:
    asked(LIST, "old", JANUARY)
    asked(LIST, "new", MARCH)
    drop_superseded(tmp_path, LIMIT, NOW)
    found = verify(tmp_path)
    assert (found.is_sound, found.missing_count, found.dropped_count) == (True, 0, 1)
    assert export(tmp_path, tmp_path / "captures.warc.gz").missing == 0


def test_the_next_answer_is_kept_again_if_it_has_the_same_bytes(tmp_path: Path, asked: Any) -> None:
    old = asked(LIST, "old", JANUARY)
    asked(LIST, "new", FEBRUARY)
    drop_superseded(tmp_path, LIMIT, NOW)
    assert asked(LIST, "old", MARCH) == old
    assert Home(tmp_path).object(old).read_bytes() == b"old"
    assert old not in names(tmp_path)
