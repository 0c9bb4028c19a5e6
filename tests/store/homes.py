"""Homes with files that have the right names and no sense: what cares for files need not know what is in them."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from contextlib import closing
from pathlib import Path

from store.home import Home

RUN = "20250131T023000Z-0a1b"


def put(home: Path, data: bytes) -> str:
    """Bytes into the archive, written beside and renamed."""
    sha256 = hashlib.sha256(data).hexdigest()
    target = Home(home).object(sha256)
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f"{sha256}.1.1.tmp")
    partial.write_bytes(data)
    partial.replace(target)
    return sha256


def log(home: Path, sha256: str, run_id: str = RUN, *, end: str = "\n") -> None:
    """A capture of those bytes."""
    Home(home).captures.mkdir(parents=True, exist_ok=True)
    with Home(home).capture_log(run_id).open("a") as lines:
        lines.write(json.dumps({"run_id": run_id, "sha256": sha256}) + end)


def see(home: Path, sha256: str, run_id: str = RUN) -> None:
    """A sighting of those bytes."""
    landing = Home(home).landing(run_id)
    landing.folder.mkdir(parents=True, exist_ok=True)
    for file in (landing.sightings, landing.outcomes, landing.bureaus):
        with file.open("a") as lines:
            lines.write(json.dumps({"sha256": sha256}) + "\n")


def release(home: Path, number: int) -> None:
    """A release, which is current now."""
    folder = Home(home).release(number)
    folder.mkdir(parents=True)
    (folder / "gongkai.duckdb").write_text(f"marts of {number}")
    (folder / "release.json").write_text(json.dumps({"release": number}))
    with Home(home).release_log.open("a") as lines:
        lines.write(json.dumps({"release": number}) + "\n")
    Home(home).current.unlink(missing_ok=True)
    Home(home).current.symlink_to(str(number))


def spend(home: Path, requests: int) -> None:
    """What a host was asked."""
    with closing(sqlite3.connect(Home(home).ledger)) as ledger, ledger:
        ledger.execute("create table if not exists spent (requests integer)")
        ledger.execute("insert into spent values (?)", (requests,))


def lived_in(home: Path, pages: int = 3) -> Path:
    """A home after a night: pages, a release, a ledger, and all that is made from them."""
    for number in range(pages):
        sha256 = put(home, f"page {number}".encode())
        log(home, sha256)
        see(home, sha256)
    release(home, 7)
    spend(home, 3)
    (home / "gongkai.toml").write_text('smtp_password = "secret"\n')
    for derived in (Home(home).warehouse, Home(home).capture_index, Home(home).landing(RUN).part("figure")):
        derived.write_text("made from the rest")
    (home / "dbt").mkdir()
    (home / "dbt" / "manifest.json").write_text("{}")
    return home


def contents(folder: Path) -> dict[str, bytes]:
    """Every file by its path."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file() and not file.is_symlink() and "current" not in file.relative_to(folder).parts
    }
