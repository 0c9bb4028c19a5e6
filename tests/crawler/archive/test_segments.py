"""Logs in an object store: segments that never change, and an archive that moves to another machine."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

import fsspec
import pytest

from crawler.archive import Archive
from crawler.archive.moving import pull_logs, push
from crawler.archive.object_store import ObjectStore
from crawler.archive.segments import Segment, chain, segments_in
from crawler.archive.verify import verify
from store.errors import ArchiveError, NoStoreError
from store.home import Home

RUN = "20250131T020000Z-0001"
URL = "https://example.gov.cn/a.html"


@pytest.fixture
def url(monkeypatch: pytest.MonkeyPatch) -> str:
    url = f"memory://archive-{uuid4().hex}/gongkai"
    monkeypatch.setenv("GONGKAI_ARCHIVE_URL", url)
    return url


def test_segments_of_several_workers_make_one_log():
    first, late = Segment(0, 10, "20250131"), Segment(10, 15, "20250131")
    second, third = Segment(10, 30, "20250201"), Segment(30, 35, "20250201")
    assert chain([third, late, second, first]) == [first, second, third], "what the dead one put beside it is left out"
    assert chain([third, first]) == [first], "what has no beginning is no log"
    assert segments_in([*(each.name for each in (third, first)), "odd.jsonl"]) == [first, third]


def segments(url: str) -> list[str]:
    return ObjectStore(url).names(f"captures/{RUN}")


def log_of(home: Path) -> bytes:
    return Home(home).capture_log(RUN).read_bytes()


def test_what_is_new_of_a_log_is_a_segment(tmp_path, capture, url):
    archive = Archive(tmp_path)
    first = capture(archive, run_id=RUN)
    archive.share_log(RUN, at_once=True)
    archive.share_log(RUN, at_once=True)
    second = capture(archive, run_id=RUN, url=URL)
    archive.share_log(RUN)
    assert len(segments(url)) == 1, "half a minute has not passed"
    Archive(tmp_path).share_log(RUN, at_once=True)
    ends = [len(line) for line in log_of(tmp_path).splitlines(keepends=True)]
    assert segments(url) == [f"{0:012}-{ends[0]:012}.jsonl", f"{ends[0]:012}-{sum(ends):012}.jsonl"]
    elsewhere = tmp_path / "elsewhere"
    assert pull_logs(elsewhere) == sum(ends)
    assert pull_logs(elsewhere) == 0
    assert log_of(elsewhere) == log_of(tmp_path)
    assert list(Archive(elsewhere).all_captures()) == [first, second]


def test_a_torn_line_waits_for_its_end(tmp_path, capture, url):
    archive = Archive(tmp_path)
    capture(archive, run_id=RUN)
    whole = len(log_of(tmp_path))
    with Home(tmp_path).capture_log(RUN).open("ab") as log:
        log.write(b'{"capture_id": "torn')
    archive.share_log(RUN, at_once=True)
    assert segments(url) == [f"{0:012}-{whole:012}.jsonl"]


def test_a_log_that_is_another_one_is_left_alone(tmp_path, capture, url):
    archive = Archive(tmp_path)
    for number in range(2):
        capture(archive, run_id=RUN, url=f"{URL}?{number}")
        archive.share_log(RUN, at_once=True)
    Home(tmp_path / "elsewhere").captures.mkdir(parents=True)
    Home(tmp_path / "elsewhere").capture_log(RUN).write_bytes(b"{}\n")
    with pytest.raises(ArchiveError, match="does not fit"):
        pull_logs(tmp_path / "elsewhere")
    assert log_of(tmp_path / "elsewhere") == b"{}\n"


def test_an_archive_moves_to_a_store_and_is_whole_there(tmp_path, capture, monkeypatch):
    archive = Archive(tmp_path)
    kept = [
        capture(archive, run_id=RUN, url=f"{URL}?{number}", sha256=archive.put(f"page {number}".encode()))
        for number in range(3)
    ]
    (Home(tmp_path).objects / "a stranger's").write_bytes(b"no object")
    url = f"memory://archive-{uuid4().hex}"
    with pytest.raises(ArchiveError, match="archive_url"):
        push(tmp_path)
    monkeypatch.setenv("GONGKAI_ARCHIVE_URL", url)
    assert push(tmp_path).objects == len({each.sha256 for each in kept})
    assert (push(tmp_path).objects, push(tmp_path).log_bytes) == (0, 0)
    elsewhere = tmp_path / "elsewhere"
    pull_logs(elsewhere)
    found = verify(elsewhere)
    assert found.is_sound and (found.captures, found.unreferenced_count) == (3, 0)
    assert Archive(elsewhere).get(kept[0].sha256)


def test_a_store_that_is_away_says_so_in_one_sentence_and_tells_no_secret(url, monkeypatch):
    def refused(*_, **__):
        raise RuntimeError("secret")

    store = ObjectStore(url)
    monkeypatch.setattr(fsspec.filesystem("memory").__class__, "pipe", refused)
    with pytest.raises(NoStoreError, match=f"archive {url} cannot be used: RuntimeError$"):
        store.put({"a": b"b"})
