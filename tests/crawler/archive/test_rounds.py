"""Many captures at once: each is on disk when its turn is over, and a disk that fails is not believed again."""

import asyncio
import os
import threading
from datetime import timedelta

import pytest

from crawler.archive import Archive, iso, utc_now
from crawler.archive.rounds import Rounds
from store.capture import Capture
from store.errors import ArchiveError

RUN = "20250131T023000Z-0a1b"


def record_of(archive: Archive, url: str, sha256: str | None) -> Capture:
    return Capture(
        capture_id=archive.next_capture_id(RUN, url), run_id=RUN, kind="report", url=url, captured_at=iso(utc_now()),
        status=200, outcome="ok", sha256=sha256,
    )  # fmt: skip


def test_what_comes_during_a_round_is_done_in_the_next():
    first_may_end, rounds_done = threading.Event(), []

    def work(items):
        first_may_end.wait(5)
        rounds_done.append(list(items))
        return [item * 10 for item in items]

    async def main():
        rounds = Rounds(work)
        first = asyncio.create_task(rounds.do(1))
        while rounds._waiting or rounds._task is None:
            await asyncio.sleep(0)
        others = [asyncio.create_task(rounds.do(number)) for number in (2, 3)]
        await asyncio.sleep(0)
        first_may_end.set()
        return await asyncio.gather(first, *others), await rounds.do(4)

    assert asyncio.run(main()) == ([10, 20, 30], 40)
    assert rounds_done == [[1], [2, 3], [4]]


def test_a_round_that_fails_has_failed_for_all_that_were_in_it_and_for_no_one_else():
    def work(items):
        if "bad" in items:
            raise OSError("no space left")
        return items

    async def main():
        rounds = Rounds(work)
        together = await asyncio.gather(rounds.do("good"), rounds.do("bad"), return_exceptions=True)
        return together, await rounds.do("late")

    together, late = asyncio.run(main())
    assert [type(answer) for answer in together] == [OSError, OSError]
    assert late == "late"


async def keep(archive: Archive, number: int) -> Capture:
    url, data = f"http://127.0.0.11:8620/{number}", f"page {number % 7}".encode() * 1000
    record = record_of(archive, url, await archive.store(data))
    await archive.log_capture(record)
    assert archive.fresh(url, timedelta(hours=1)) == record
    return record


def test_captures_of_many_tasks_are_each_in_the_log_once_and_known_at_once(tmp_path):
    async def main(archive):
        return await asyncio.gather(*(keep(archive, number) for number in range(50)))

    archive = Archive(tmp_path)
    kept = asyncio.run(main(archive))
    for opened in (archive, Archive(tmp_path)):
        records = list(opened.all_captures())
        assert sorted(record.url for record in records) == sorted(record.url for record in kept)
        assert len({record.capture_id for record in records}) == 50
        assert all(opened.get(record.sha256) for record in records)
        assert opened.next_capture_id(RUN, "x") == archive.next_capture_id(RUN, "x")


def test_a_capture_appended_at_once_passes_those_that_still_wait(tmp_path):
    async def main(archive):
        waiting = [asyncio.create_task(keep(archive, number)) for number in range(5)]
        for number in range(100, 120):
            await asyncio.sleep(0.001)
            archive.append_capture(record_of(archive, f"http://127.0.0.11:8620/{number}", None))
        await asyncio.gather(*waiting)

    archive = Archive(tmp_path)
    asyncio.run(main(archive))
    records = list(archive.all_captures())
    assert len({record.capture_id for record in records}) == len(records) == 25
    assert archive.next_capture_id(RUN, "x") == Archive(tmp_path).next_capture_id(RUN, "x")


def test_an_object_is_synced_before_its_capture_is_written(tmp_path, monkeypatch):
    done, fsync, write = [], os.fsync, os.write

    def noted_fsync(file):
        done.append("sync")
        fsync(file)

    def noted_write(descriptor, data):
        done.append("line")
        return write(descriptor, data)

    async def main(archive):
        sha256 = await archive.store(b"page" * 100)
        monkeypatch.setattr(os, "write", noted_write)
        await archive.log_capture(record_of(archive, "http://127.0.0.11:8620/", sha256))

    archive = Archive(tmp_path)
    archive.next_capture_id(RUN, "x")
    monkeypatch.setattr(os, "fsync", noted_fsync)
    asyncio.run(main(archive))
    assert done.count("line") == 1
    assert done.index("line") >= 3  # the bytes, the folder of the object, the folder of folders
    assert done[-1] == "sync"


def test_a_log_that_could_not_be_synced_is_not_written_any_more(tmp_path, monkeypatch):
    def broken(descriptor):
        raise OSError(5, "input/output error")

    archive = Archive(tmp_path)
    archive.append_capture(record_of(archive, "http://127.0.0.11:8620/1", None))
    monkeypatch.setattr(os, "fsync", broken)
    with pytest.raises(OSError, match="input/output"):
        asyncio.run(archive.log_capture(record_of(archive, "http://127.0.0.11:8620/2", None)))
    monkeypatch.undo()
    with pytest.raises(ArchiveError, match="not written any more"):
        archive.append_capture(record_of(archive, "http://127.0.0.11:8620/3", None))
    assert len(list(Archive(tmp_path).all_captures())) == 2
