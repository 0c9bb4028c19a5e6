"""Bytes are written once, read again no more than needed, and mended when they have changed."""

import os
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from crawler.archive.local_objects import REMEMBERED_BYTES, LocalObjects
from store.errors import ArchiveError

SMALL, LARGE = b"page", b"%PDF" * REMEMBERED_BYTES


@pytest.fixture(name="objects")
def _objects(tmp_path) -> LocalObjects:
    return LocalObjects(tmp_path)


def put(objects: LocalObjects, data: bytes) -> str:
    return objects.put_all([data])[0]


def written(objects: LocalObjects, sha256: str) -> int:
    return objects.path(sha256).stat().st_ino


@pytest.mark.parametrize("data", [b"", SMALL, LARGE])
def test_bytes_already_there_are_not_written_again(objects, data):
    sha256 = put(objects, data)
    first = written(objects, sha256)
    assert put(objects, data) == sha256
    assert put(LocalObjects(objects.folder), data) == sha256
    assert written(objects, sha256) == first
    assert objects.get(sha256) == data


@pytest.mark.parametrize("data", [SMALL, LARGE])
@pytest.mark.parametrize("harm", [b"", b"x", None])
def test_a_damaged_object_is_put_right(objects, data, harm):
    sha256 = put(objects, data)
    assert put(objects, data) == sha256
    damaged = harm if harm is not None else data[:-1] + b"\0"
    objects.path(sha256).write_bytes(damaged)
    put(objects, data)
    assert objects.get(sha256) == data


def test_damage_that_leaves_no_trace_is_put_right_once_it_was_met(objects):
    sha256 = put(objects, LARGE)
    put(objects, LARGE)
    path = objects.path(sha256)
    state = path.stat()
    with path.open("r+b") as file:
        file.write(b"\0")
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))
    with pytest.raises(ArchiveError, match="damaged"):
        objects.get(sha256)
    put(objects, LARGE)
    assert objects.get(sha256) == LARGE


def test_a_large_object_is_read_once_while_its_file_stays_as_it_was(objects):
    sha256 = put(objects, LARGE)
    put(objects, LARGE)
    path = objects.path(sha256)
    state = path.stat()
    path.write_bytes(b"\0" * len(LARGE))
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))
    put(objects, LARGE)
    assert path.stat().st_ino == state.st_ino, "the same file, not written anew: it was not read"
    put(LocalObjects(objects.folder), LARGE)
    assert objects.get(sha256) == LARGE, "the next process reads it and puts it right"


def test_the_same_bytes_may_be_put_by_many_at_a_time(objects):
    data = [LARGE, SMALL, b"other" * 10_000] * 20
    with ThreadPoolExecutor(8) as pool:
        hashes = list(pool.map(partial(put, objects), data))
    assert [objects.get(sha256) for sha256 in hashes] == data
    assert sum(path.is_file() for path in objects.folder.rglob("*")) == 3
