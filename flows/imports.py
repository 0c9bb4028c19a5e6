"""Local files into the archive, as a run of their own: what follows is the same as after a crawl."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from crawler.archive import Archive, iso, utc_now
from crawler.archive.warc import is_warc, take_in
from crawler.archive.warc.records import GZIP
from crawler.registry import load as load_registry
from flows.errors import NightError
from store.capture import Capture
from store.home import Home
from store.landed import Sighting


@dataclass(frozen=True, slots=True)
class LocalFile:
    """A file named on the command line, or why it cannot be read."""

    path: Path
    data: bytes | None
    error: str | None
    is_web_archive: bool = False
    """A WARC file: ``data`` is then no more than its beginning."""


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
            with path.open("rb") as file:
                return LocalFile(path, file.read(len(GZIP)), None, is_web_archive=True)
        return LocalFile(path, path.read_bytes(), None)
    except FileNotFoundError:
        return LocalFile(path, None, "no such file")
    except OSError as error:
        return LocalFile(path, None, (error.strerror or "cannot be read").lower())


def land(home: Path, run_id: str, files: Iterable[LocalFile]) -> int:
    """Archive the files that can be read and write the run's sightings; how many there are.

    A file is known by its name and its bytes, not by the folder it lay in. Of a web archive each report and each of its
    files counts, and of an export of ours each capture.
    """
    bureaus = load_registry()
    archive = Archive(home)
    landing = Home(home).landing(run_id)
    landing.folder.mkdir(parents=True, exist_ok=True)
    landed, web_archives = 0, []
    with landing.sightings.open("wb") as sightings:
        for file in files:
            if file.is_web_archive:
                web_archives.append(file.path)
            elif file.data:
                sightings.write(_archive(archive, run_id, file.path.name, file.data).as_line())
                landed += 1
    archive.close()
    with landing.bureaus.open("w", encoding="utf-8") as lines:
        for bureau in bureaus:
            lines.write(json.dumps(bureau.as_record(), ensure_ascii=False) + "\n")
    for path in web_archives:
        taken = take_in(home, path, run_id, bureaus)
        landed += taken.sightings + taken.restored
    if not landed:
        raise NightError("there is nothing to import")
    return landed


def _archive(archive: Archive, run_id: str, name: str, data: bytes) -> Sighting:
    url = f"import:{name}"
    now, sha256 = iso(utc_now()), archive.put(data)
    capture = Capture(
        capture_id=archive.next_capture_id(run_id, url),
        run_id=run_id,
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
    archive.append_capture(capture)
    return Sighting(
        bureau_code=None,
        url=url,
        sha256=sha256,
        capture_id=capture.capture_id,
        seen_at=now,
        kind="import",
        list_title=None,
        published_on=None,
        media_type=None,
        found_on=None,
    )
