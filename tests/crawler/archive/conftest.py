"""Captures as the crawler writes them, in short."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from crawler.archive import Archive, Record, iso, utc_now

RUN = "20250131T023000Z-0a1b"
URL = "http://127.0.0.11:8620/list"


def make_capture(archive: Archive, url: str = URL, age: timedelta = timedelta(), **facts) -> Record:
    """Append a capture of ``url`` made ``age`` ago."""
    run_id = facts.get("run_id", RUN)
    record = {
        "capture_id": archive.next_capture_id(run_id, url),
        "run_id": run_id,
        "kind": "list",
        "url": url,
        "method": "GET",
        "request_body": None,
        "captured_at": iso(utc_now() - age),
        "status": 200,
        "outcome": "ok",
        "reason": "hunt",
        **({} if "sha256" in facts else {"sha256": archive.put(b"page")}),
        **facts,
    }
    archive.append_capture(record)
    return record


@pytest.fixture(name="capture", scope="session")
def _capture() -> Callable[..., Record]:
    return make_capture
