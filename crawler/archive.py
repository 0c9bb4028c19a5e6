"""The archive: raw bytes by SHA-256, and an append-only log of every capture.

    archive/objects/<sha256[:2]>/<sha256>     written to a temporary name, synced, renamed
    archive/captures/<run_id>.jsonl           one capture a line, synced before anyone relies on it

A URL is done only when its capture is on disk, so a run killed at any moment loses nothing: the next one finds
what is there and goes on. Nothing is ever deleted or rewritten; an object that does not match its name is no
object, and the next capture of the same bytes puts it right.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag

Record = dict[str, Any]

ANSWERED_STATUSES = frozenset({404, 410})
"""Error statuses that are an answer ("not here"), and as good as a page until the window is over."""

RUN_ID = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{4}")


class ArchiveError(Exception):
    """The archive cannot give or take bytes; the message is one sentence."""


def utc_now() -> datetime:
    return datetime.now(UTC)


def iso(moment: datetime) -> str:
    """ISO 8601 in UTC with milliseconds and ``Z``."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def moment(text: str) -> datetime:
    """The moment that `iso` wrote."""
    return datetime.fromisoformat(text)


class Archive:
    """The archive below ``home``; one writer of a run's log at a time."""

    def __init__(self, home: Path) -> None:
        self.objects = home / "archive" / "objects"
        self.captures = home / "archive" / "captures"
        self.objects.mkdir(parents=True, exist_ok=True)
        self.captures.mkdir(parents=True, exist_ok=True)
        self.broken_lines = 0
        self._answers: dict[bytes, Record] = {}
        self._sequences: dict[str, int] = {}
        for record in self.records():
            self._remember(record)

    def put(self, data: bytes) -> str:
        """Store ``data`` and return its SHA-256; bytes already there are not written again."""
        sha256 = hashlib.sha256(data).hexdigest()
        path = self.path(sha256)
        if not (path.exists() and path.read_bytes() == data):
            path.parent.mkdir(exist_ok=True)
            _write_synced(path, data)
        return sha256

    def get(self, sha256: str) -> bytes:
        """The bytes of that hash; raises `ArchiveError` where they are missing or damaged."""
        try:
            data = self.path(sha256).read_bytes()
        except FileNotFoundError as error:
            raise ArchiveError(f"object {sha256} is not in the archive") from error
        if hashlib.sha256(data).hexdigest() != sha256:
            raise ArchiveError(f"object {sha256} is damaged")
        return data

    def path(self, sha256: str) -> Path:
        return self.objects / sha256[:2] / sha256

    def next_capture_id(self, run_id: str, url: str) -> str:
        """A capture id of this run that no line of its log has yet."""
        sequence = self._sequences.get(run_id, 0)
        return hashlib.sha256(f"{run_id}|{sequence}|{url}".encode()).hexdigest()[:32]

    def append_capture(self, record: Record) -> None:
        """Append one capture to its run's log and sync it; from here on `fresh` knows it."""
        if not RUN_ID.fullmatch(record["run_id"]):
            raise ArchiveError(f"run id {record['run_id']!r} is not of the form 20250131T023000Z-0a1b")
        line = json.dumps(record, ensure_ascii=False, sort_keys=True) + "\n"
        with (self.captures / f"{record['run_id']}.jsonl").open("ab+") as log:
            if log.tell() and not _ends_with_newline(log):
                log.write(b"\n")  # a run was killed inside this line
            log.write(line.encode())
            log.flush()
            os.fsync(log.fileno())
        self._remember(record)

    def fresh(self, url: str, window: timedelta, method: str = "GET", body: str | None = None) -> Record | None:
        """The newest answer to this very request if it is younger than ``window`` and its bytes are there."""
        record = self._answers.get(_key(url, method, body))
        if record is None or utc_now() - moment(record["captured_at"]) >= window:
            return None
        return record if record["sha256"] and self.path(record["sha256"]).exists() else None

    def records(self) -> Iterator[Record]:
        """Every capture of every run, oldest run first; a line torn by a kill is counted and passed over."""
        for log in sorted(self.captures.glob("*.jsonl")):
            with log.open("rb") as lines:
                for line in lines:
                    try:
                        yield json.loads(line)
                    except ValueError:
                        self.broken_lines += 1

    def _remember(self, record: Record) -> None:
        run_id = record["run_id"]
        self._sequences[run_id] = self._sequences.get(run_id, 0) + 1
        if record["kind"] == "import" or not _is_answer(record):
            return
        key = _key(record["url"], record["method"], record.get("request_body"))
        known = self._answers.get(key)
        if known is None or known["captured_at"] <= record["captured_at"]:
            self._answers[key] = record


def _is_answer(record: Mapping[str, Any]) -> bool:
    return record["outcome"] == "ok" or record["status"] in ANSWERED_STATUSES


def _key(url: str, method: str, body: str | None) -> bytes:
    return hashlib.sha256(f"{method} {urldefrag(url).url}\n{body or ''}".encode()).digest()


def _ends_with_newline(log: Any) -> bool:
    log.seek(-1, os.SEEK_END)
    return bool(log.read(1) == b"\n")


def _write_synced(path: Path, data: bytes) -> None:
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    with temporary.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    directory = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
