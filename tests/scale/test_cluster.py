"""Documents read on a cluster: in order, with errors of one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.archive import Archive
from crawler.archive.objects import archive_place
from flows.errors import NightError
from parsing.version import parser_version
from store.errors import ArchiveError

pytestmark = pytest.mark.scale


def stored(home: Path, count: int) -> list[str]:
    archive = Archive(home)
    return [archive.put(f"page {number}, no report".encode()) for number in range(count)]


def test_documents_come_in_the_order_given(cluster, tmp_path: Path) -> None:
    from flows.cluster import AHEAD, BATCH, documents_on  # Dask is installed for these tests only

    hashes = stored(tmp_path, 3 * AHEAD * BATCH + 5)
    found = list(documents_on(cluster.scheduler_address, archive_place(tmp_path), hashes, parser_version()))
    assert [document.source.sha256 for document in found] == hashes
    assert {document.report.verdict for document in found} == {"not_a_report"}


def test_bytes_that_are_missing_end_the_reading(cluster, tmp_path: Path) -> None:
    from flows.cluster import documents_on  # Dask is installed for these tests only

    with pytest.raises(ArchiveError, match="is not in the archive"):
        list(
            documents_on(
                cluster.scheduler_address, archive_place(tmp_path), [*stored(tmp_path, 2), "0" * 64], parser_version()
            )
        )


def test_a_cluster_that_is_not_there_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from flows import cluster  # Dask is installed for these tests only

    monkeypatch.setattr(cluster, "CONNECT_SECONDS", 1)
    with pytest.raises(NightError, match=r"the Dask cluster at tcp://127.0.0.1:9 does not answer"):
        list(cluster.documents_on("tcp://127.0.0.1:9", archive_place(tmp_path), ["0" * 64], parser_version()))


def test_another_parser_is_not_believed(cluster, tmp_path: Path) -> None:
    from flows.cluster import documents_on  # Dask is installed for these tests only

    with pytest.raises(NightError, match=r"has not the parser of this machine \(another\)"):
        list(documents_on(cluster.scheduler_address, archive_place(tmp_path), stored(tmp_path, 1), "another"))
