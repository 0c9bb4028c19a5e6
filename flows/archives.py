"""The archive as a whole: what comes into it from other archives."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from crawler.archive.warc import TakenIn, is_warc, take_in
from crawler.registry import load
from flows.errors import NightError
from flows.steps import parse_run
from store.home import Home
from store.lock import made


def has_archive(home: Path) -> bool:
    return Home(home).archive.is_dir()


def bring_in(
    home: Path, run_id: str, paths: Iterable[Path], registry: Path | None = None
) -> Iterator[tuple[Path, TakenIn]]:
    """Take in WARC files one after the other, and read what they brought; the caller holds the writer's lock.

    Raises ``NightError`` before anything is written where one of them is no WARC file, or not there.
    """
    files, bureaus = list(paths), load(registry)
    for path in files:
        if not is_warc(path):
            raise NightError(f"{path}: {'no WARC file' if path.is_file() else 'no such file'}")
    landing = Home(home).landing(run_id)
    made(landing.folder)
    landing.sightings.touch()
    rows = (json.dumps(bureau.as_record(), ensure_ascii=False) + "\n" for bureau in bureaus)
    landing.bureaus.write_text("".join(rows), encoding="utf-8")
    for path in files:
        yield path, take_in(home, path, run_id, bureaus)
    parse_run(home, run_id)
