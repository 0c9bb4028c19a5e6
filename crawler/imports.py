"""Files from outside into the archive, as a run of their own: local reports, and the files of web archives (WARC).

What follows is the same as after a crawl.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from crawler.archive import ArchiveError, iso, utc_now
from crawler.registry import load
from crawler.run import Run
from crawler.warc import TakenIn, is_warc, take_in
from store.capture import Capture
from store.landed import Sighting


@dataclass(frozen=True, slots=True)
class LocalFile:
    """A file named on the command line; ``error`` says why it gives nothing, and ``data`` is ``None`` then."""

    path: Path
    data: bytes | None
    error: str | None
    is_web_archive: bool = False
    """A WARC file, which is read record by record and never as ``data``."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What became captures of a run: single files, and what each web archive gave."""

    files: int
    web_archives: tuple[tuple[Path, TakenIn], ...]


def local_files(paths: Iterable[Path]) -> Iterator[LocalFile]:
    """The files of ``paths`` in the order given, folders replaced by the files below them in order of name."""
    for path in paths:
        if path.is_dir():
            yield from local_files(sorted(item for item in path.rglob("*") if item.is_file()))
        else:
            yield _read(path)


def _read(path: Path) -> LocalFile:
    try:
        if is_warc(path):
            return LocalFile(path, None, None, is_web_archive=True)
        data = path.read_bytes()
        return LocalFile(path, data, None) if data else LocalFile(path, None, "the file is empty")
    except FileNotFoundError:
        return LocalFile(path, None, "no such file")
    except OSError as error:
        return LocalFile(path, None, (error.strerror or "cannot be read").lower())


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
