"""A check of the archive finds every kind of harm, names it, and changes nothing."""

from pathlib import Path

import pytest

from crawler.archive import Archive
from crawler.archive.verify import verify
from store.home import Home

RUN = "20250131T023000Z-0a1b"
URL = "http://127.0.0.11:8620/"


@pytest.fixture(name="home")
def _home(tmp_path, capture) -> Path:
    archive = Archive(tmp_path)
    for number in range(20):
        capture(archive, url=f"{URL}{number}", sha256=archive.put(f"page {number}".encode() * 1000))
    capture(archive, url=URL + "refused", outcome="refused", status=None, sha256=None)
    archive.close()
    return tmp_path


def contents(home: Path) -> dict[str, bytes]:
    return {str(path.relative_to(home)): path.read_bytes() for path in home.rglob("*") if path.is_file()}


def test_a_sound_archive_is_sound(home):
    seen = []
    found = verify(home, lambda done, total: seen.append((done, total)))
    assert found.is_sound
    assert (found.objects, found.captures) == (20, 21)
    assert found.bytes == sum(path.stat().st_size for path in (home / "archive" / "objects").rglob("*/*"))
    assert (found.damaged_count, found.missing_count, found.unreferenced_count, found.torn_lines) == (0, 0, 0, 0)
    assert seen[-1] == (20, 20)


@pytest.mark.parametrize("harm", [b"", b"other", b"page 7" * 999 + b"page 8"])
def test_a_damaged_object_is_named_once(home, harm):
    archive = Archive(home)
    record = archive.last_good(URL + "7")
    Home(home).object(record.sha256).write_bytes(harm)
    found = verify(home)
    assert not found.is_sound
    assert found.damaged == (record.sha256,)
    assert (found.missing_count, found.unreferenced_count) == (0, 0)


def test_a_capture_without_its_object_is_named(home):
    archive = Archive(home)
    record = archive.last_good(URL + "7")
    Home(home).object(record.sha256).unlink()
    found = verify(home)
    assert not found.is_sound
    ((run_id, capture_id, url, sha256),) = [(m.run_id, m.capture_id, m.url, m.sha256) for m in found.missing]
    assert (run_id, capture_id, url, sha256) == (RUN, record.capture_id, URL + "7", record.sha256)


def test_what_a_kill_leaves_is_told_and_no_harm(home):
    archive = Archive(home)
    orphan = archive.put(b"put, and killed before the capture was logged")
    leftover = Home(home).object(orphan).with_name(f"{orphan}.4711.tmp")
    leftover.write_bytes(b"half")
    log = home / "archive" / "captures" / f"{RUN}.jsonl"
    log.write_bytes(log.read_bytes() + b'{"torn": \n{"torn')
    found = verify(home)
    assert found.is_sound
    assert found.unreferenced == (orphan,)
    assert found.leftovers == (f"{orphan[:2]}/{leftover.name}",)
    assert found.torn_lines == 2
    assert found.captures == 21


def test_a_check_changes_nothing(home):
    (home / "archive" / "objects" / "stray").write_bytes(b"stray")
    before = contents(home)
    verify(home)
    assert contents(home) == before


def test_an_archive_that_is_not_there_is_empty(tmp_path):
    assert verify(tmp_path).objects == 0
