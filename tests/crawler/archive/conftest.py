"""Captures as the crawler writes them, in short."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from crawler.archive import Archive, iso, utc_now
from store.capture import Capture

RUN = "20250131T023000Z-0a1b"
URL = "http://127.0.0.11:8620/list"


def make_capture(archive: Archive, url: str = URL, age: timedelta = timedelta(), **facts) -> Capture:
    """Append a capture of ``url`` made ``age`` ago."""
    run_id = facts.get("run_id", RUN)
    given = {
        "run_id": run_id,
        "kind": "list",
        "captured_at": iso(utc_now() - age),
        "status": 200,
        "outcome": "ok",
        **({} if "sha256" in facts else {"sha256": archive.put(b"page")}),
        **facts,
    }
    capture = Capture(capture_id=archive.next_capture_id(run_id, url), url=url, **given)
    archive.append_capture(capture)
    return capture


@pytest.fixture(name="capture", scope="session")
def _capture() -> Callable[..., Capture]:
    return make_capture
