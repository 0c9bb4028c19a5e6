"""Files from outside into the archive, as a run of their own: local reports, and the files of web archives (WARC).

What follows is the same as after a crawl.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from crawler.archive import iso, utc_now
from crawler.local_files import LocalFile
from crawler.registry import load
from crawler.run import Run
from crawler.warc import TakenIn, take_in
from store.capture import Capture
from store.errors import ArchiveError
from store.landed import Sighting


@dataclass(frozen=True, slots=True)
class Imported:
    """What became captures of a run: single files, and what each web archive gave."""

    files: int
    web_archives: tuple[tuple[Path, TakenIn], ...]


def land(home: Path, run_id: str, files: Iterable[LocalFile], registry: Path | None = None) -> Imported:
    """Archive the files that can be read and write the run's sightings; raises ``ArchiveError`` if that is nothing.

    A file is known by its name and its bytes, not by the folder it lay in. Of a web archive each report of a
    registered bureau and each of its files counts, and of an export of ours each capture.
    """
    landed, web_archives = 0, []
    with Run(home, run_id, load(registry)) as run:
        for file in files:
            if file.is_web_archive:
                web_archives.append((file.path, take_in(run, file.path)))
            elif file.data is not None:
                run.land(_archived(run, file.path.name, file.data))
                landed += 1
    if not landed and not any(taken.sightings or taken.restored for _, taken in web_archives):
        raise ArchiveError("there is nothing to import")
    return Imported(landed, tuple(web_archives))


def _archived(run: Run, name: str, data: bytes) -> Sighting:
    url, now, sha256 = f"import:{name}", iso(utc_now()), run.archive.put(data)
    capture = Capture(
        capture_id=run.archive.next_capture_id(run.run_id, url),
        run_id=run.run_id,
        kind="import",
        url=url,
        final_url=url,
        method="IMPORT",
        requested_at=now,
        captured_at=now,
        sha256=sha256,
        size=len(data),
        reason="import",
        outcome="ok",
    )
    run.archive.append_capture(capture)
    return Sighting(
        bureau_code=None,
        url=url,
        sha256=sha256,
        capture_id=capture.capture_id,
        seen_at=now,
        kind="import",
    )
