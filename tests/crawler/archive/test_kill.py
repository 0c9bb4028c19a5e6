"""A run killed at any moment: what it had acknowledged is there, and the next one goes on."""

import subprocess
import sys
import time
from datetime import timedelta

import pytest

from crawler.archive import Archive

WRITER = """
import sys
from pathlib import Path
from crawler.archive import Archive, iso, utc_now
from store.capture import Capture
home, run_id = Path(sys.argv[1]), "20250131T023000Z-0a1b"
archive = Archive(home)
number = sum(1 for _ in archive.all_captures())
while True:
    url = f"http://127.0.0.11:8620/{number}"
    sha256 = archive.put(f"page {number}".encode() * 1000)
    capture = Capture(
        capture_id=archive.next_capture_id(run_id, url), run_id=run_id, kind="report", url=url, captured_at=iso(utc_now()),
        status=200, outcome="ok", sha256=sha256,
    )
    archive.append_capture(capture)
    sys.stdout.write(f"{number}\\n")
    sys.stdout.flush()
    number += 1
"""


def acknowledged_until_killed(home, seconds: float) -> list[int]:
    writer = subprocess.Popen([sys.executable, "-c", WRITER, str(home)], stdout=subprocess.PIPE, text=True)
    first = writer.stdout.readline()
    time.sleep(seconds)
    writer.kill()
    rest = writer.stdout.read().splitlines()
    writer.wait()
    writer.stdout.close()
    return [int(first), *(int(line) for line in rest)]


@pytest.mark.parametrize("rounds", [3, pytest.param(100, marks=pytest.mark.long)])
def test_nothing_acknowledged_is_lost_and_nothing_is_doubled(tmp_path, rounds):
    acknowledged: list[int] = []
    for round_ in range(rounds):
        acknowledged += acknowledged_until_killed(tmp_path, 0.05 + 0.003 * (round_ % 30))
    archive = Archive(tmp_path)
    records = list(archive.all_captures())
    logged = [int(record.url.rsplit("/", 1)[1]) for record in records]
    assert set(acknowledged) <= set(logged)
    assert len({record.capture_id for record in records}) == len(records) == len(set(logged))
    for number, record in zip(logged, records, strict=True):
        assert archive.get(record.sha256) == f"page {number}".encode() * 1000
        assert archive.fresh(record.url, timedelta(hours=1)) == record
