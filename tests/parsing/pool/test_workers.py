"""Parsing in limited children: what hangs, eats memory or crashes costs one document and one sentence."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time

import pytest

from parsing import media
from parsing.document import parse
from parsing.limits import MAX_BYTES, MIB
from parsing.model import Document, Report, Source
from parsing.pool import worker
from parsing.pool.errors import ChildError
from parsing.pool.messages import Failed, Started
from parsing.pool.workers import in_child, parse_many

TEXT = "关于报送材料的通知".encode()
SLOW = b"<html>" + b"<p>1 2 3 4</p>" * 90_000
"""Takes seconds to read, and within every limit of size."""


def blobs(*documents: bytes) -> list[tuple[str, object]]:
    return [(f"{number}.txt", lambda data=data: data) for number, data in enumerate(documents)]


def test_a_document_read_in_a_child_is_the_same_as_at_home() -> None:
    assert list(parse_many([("a.txt", lambda: TEXT)])) == [parse(TEXT, "a.txt")]


def first_sign(data: bytes, path: str) -> str:
    return path + data.decode()[0]


def never_ending(data: bytes, path: str) -> str:
    time.sleep(60)
    return ""


def test_other_work_than_parsing_is_done_in_a_child_and_given_up_alike() -> None:
    assert in_child(first_sign, TEXT, "a.txt") == "a.txt关"
    with pytest.raises(ChildError, match=r"more than 0\.3 seconds"):
        in_child(never_ending, TEXT, "a.txt", timeout_seconds=0.3)


def test_documents_come_back_in_the_order_given() -> None:
    texts = [f"第{number}号通知".encode() for number in range(30)]
    found = list(parse_many(blobs(*texts), processes=2, recycle_after=4))
    assert found == [parse(text, f"{number}.txt") for number, text in enumerate(texts)]


def test_a_document_that_takes_too_long_is_given_up_and_the_next_goes_on() -> None:
    started = time.monotonic()
    slow, quick = parse_many(blobs(SLOW, TEXT), processes=1, timeout_seconds=0.3)
    assert (slow.report.verdict, slow.error) == ("unreadable", "reading it took more than 0.3 seconds")
    assert slow.source.media_type == media.HTML
    assert quick == parse(TEXT, "1.txt")
    assert time.monotonic() - started < 60


@pytest.mark.parametrize("large", [b"1\t2\n" * 190_000, b"<html><p>" + b"<i>1</i>" * 1_500_000], ids=["cells", "tree"])
def test_a_document_that_needs_too_much_memory_is_given_up_and_the_next_goes_on(large: bytes) -> None:
    greedy, modest = parse_many(blobs(large, TEXT), processes=1, memory_bytes=32 * MIB)
    assert (greedy.report.verdict, greedy.error) == ("unreadable", "reading it took more memory than 32 MiB")
    assert modest == parse(TEXT, "1.txt")


def test_a_worker_that_dies_costs_one_document() -> None:
    def kill_the_reader() -> None:
        for _ in range(600):
            time.sleep(0.05)
            children = [child for child in _readers() if child != os.getpid()]
            if children:
                time.sleep(0.1)
                for child in children:
                    os.kill(child, signal.SIGSEGV)
                return

    found = []
    documents = parse_many(blobs(TEXT, SLOW, TEXT), processes=1)
    found.append(next(documents))
    killer = threading.Thread(target=kill_the_reader)
    killer.start()
    found += documents
    killer.join()
    assert [document.error for document in found] == [
        parse(TEXT, "0.txt").error,
        "the reader crashed",
        parse(TEXT, "2.txt").error,
    ]


def _readers() -> list[int]:
    return [child.pid for child in multiprocessing.active_children() if child.pid and child.name == "gongkai-parser"]


def test_a_document_refused_by_its_size_is_sent_to_no_worker() -> None:
    (huge,) = parse_many(blobs(b"1" * (MAX_BYTES + 1)), processes=1)
    assert "larger than the 64 MiB" in str(huge.error)


def test_no_worker_outlives_the_reading() -> None:
    documents = parse_many(blobs(TEXT, TEXT), processes=2)
    next(documents)
    documents.close()
    assert _readers() == []


def test_bytes_are_fetched_only_when_a_worker_is_free() -> None:
    fetched = []

    def fetch(number: int) -> bytes:
        fetched.append(number)
        return TEXT

    documents = parse_many(((str(n), lambda n=n: fetch(n)) for n in range(100)), processes=1)
    next(documents)
    assert len(fetched) <= 5
    documents.close()


def test_an_error_of_fetching_is_the_callers() -> None:
    def missing() -> bytes:
        raise FileNotFoundError("gone")

    with pytest.raises(FileNotFoundError):
        list(parse_many([("a", missing)], processes=1))


@pytest.mark.parametrize(
    ("raised", "answer"),
    [(MemoryError(), Failed("MemoryError", True)), (KeyError("x"), Failed("KeyError", False))],
)
def test_what_a_reader_should_never_raise_is_named(
    monkeypatch: pytest.MonkeyPatch, raised: Exception, answer: Failed
) -> None:
    def broken(*_: object) -> Document:
        raise raised

    sent: list[Started] = []
    monkeypatch.setattr(worker, "parse_opened", broken)
    assert worker.answer("a.txt", TEXT, None, sent.append) == answer
    assert sent == [Started(media.TEXT)]
    assert worker.answer("a.txt", TEXT, broken, sent.append) == answer


def test_a_failed_document_is_known_by_its_bytes() -> None:
    slow = next(parse_many(blobs(SLOW), processes=1, timeout_seconds=0.2))
    expected = parse(b"", "x")
    assert len(slow.source.sha256) == len(expected.source.sha256)
    assert slow == Document(
        Source("0.txt", slow.source.sha256, media.HTML, None), Report(None, None, None, None, "unreadable"), slow.error
    )
