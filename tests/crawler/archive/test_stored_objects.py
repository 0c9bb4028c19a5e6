"""Objects in an object store: the same archive, its bytes elsewhere."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

import fsspec
import pytest

from crawler.archive import Archive
from crawler.archive.local_objects import LocalObjects
from crawler.archive.object_store import ObjectStore
from crawler.archive.objects import objects_of
from crawler.archive.stored_objects import FEW, StoredObjects
from crawler.archive.verify import verify
from store.errors import ArchiveError
from store.home import Home


@pytest.fixture
def url() -> str:
    return f"memory://archive-{uuid4().hex}/gongkai"


@pytest.fixture
def objects(url: str) -> StoredObjects:
    return StoredObjects(ObjectStore(url))


def damage(objects: StoredObjects, sha256: str, harm: bytes) -> None:
    fsspec.filesystem("memory").pipe_file(objects.place(sha256).removeprefix("memory:/"), harm)


def test_what_was_put_is_there_under_its_hash(objects: StoredObjects, url: str) -> None:
    pieces = [f"page {number}".encode() for number in range(3)]
    hashes = objects.put_all(pieces)
    assert [objects.get(sha256) for sha256 in hashes] == pieces
    assert [objects.size(sha256) for sha256 in hashes] == [6, 6, 6]
    assert sorted(objects.files()) == sorted(f"{sha256[:2]}/{sha256}" for sha256 in hashes)
    assert objects.place(hashes[0]) == f"{url}/objects/{hashes[0][:2]}/{hashes[0]}"


@pytest.mark.parametrize("count", [FEW - 1, 3 * FEW])
def test_what_is_lacking_is_told_one_by_one_or_by_folder(objects: StoredObjects, count: int) -> None:
    hashes = objects.put_all([f"{number}".encode() for number in range(count)])
    objects.drop(hashes[0])
    assert objects.lacking([*hashes, "0" * 64]) == {hashes[0], "0" * 64}


def test_bytes_already_there_are_not_sent_again(objects: StoredObjects, monkeypatch: pytest.MonkeyPatch) -> None:
    objects.put_all([b"page"])
    sent: list[object] = []
    monkeypatch.setattr(ObjectStore, "put", lambda _, pieces: sent.extend(pieces))
    objects.put_all([b"page", b"another"])
    assert len(sent) == 1


@pytest.mark.parametrize("harm", [b"", b"rage", b"another page"])
def test_a_damaged_object_is_named_and_put_right(objects: StoredObjects, harm: bytes) -> None:
    (sha256,) = objects.put_all([b"page"])
    damage(objects, sha256, harm)
    with pytest.raises(ArchiveError, match=f"object {sha256} is damaged"):
        objects.get(sha256)
    objects.put_all([b"page"])
    assert objects.get(sha256) == b"page"


def test_what_is_not_there_is_an_error_of_one_sentence(objects: StoredObjects) -> None:
    with pytest.raises(ArchiveError, match="is not in the archive"):
        objects.get("0" * 64)
    objects.drop("0" * 64)


@pytest.mark.parametrize("url", ["sftp://host/folder", "http://host/folder"])
def test_a_store_that_shows_half_an_object_is_refused(url: str) -> None:
    with pytest.raises(ArchiveError, match="neither a folder nor in a store of these: az, gs, oss, s3"):
        ObjectStore(url)


@pytest.mark.parametrize("form", ["{}", "file://{}"])
def test_a_folder_may_lie_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str) -> None:
    monkeypatch.setenv("GONGKAI_ARCHIVE_URL", form.format(tmp_path / "shared"))
    sha256 = Archive(tmp_path / "home").put(b"page")
    assert (tmp_path / "shared" / "objects" / sha256[:2] / sha256).read_bytes() == b"page"


def test_the_settings_of_a_home_say_where_its_bytes_are(tmp_path: Path, url: str) -> None:
    assert isinstance(objects_of(tmp_path), LocalObjects)
    Home(tmp_path).settings.write_text(f'archive_url = "{url}"\n', encoding="utf-8")
    archive = Archive(tmp_path)
    sha256 = archive.put(b"page")
    assert archive.has(sha256) and not Home(tmp_path).objects.exists()
    assert (verify(tmp_path).objects, verify(tmp_path).unreferenced_count) == (1, 1)
    damage(StoredObjects(ObjectStore(url)), sha256, b"rage")
    assert verify(tmp_path).damaged == (sha256,)
