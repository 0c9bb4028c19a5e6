"""Whose night it is now, how the last runs went, and when the next one begins."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from monitoring.alerts import moment, no_night
from monitoring.check import Check, Command, Level
from store.beijing import age, beijing
from store.home import Home
from store.lease import Lease, read_lease
from store.night import NightRecord, nights

SHOWN = 5
_LEVELS: dict[str, Level] = {"refused": "broken", "failed": "broken", "interrupted": "look", "killed": "look"}
_HEAD = ("began", "purpose", "outcome", "requests", "read", "took")
_ROW = "{:<16}  {:<8}  {:<11}  {:>8}  {:>5}  {:>8}"


def run_checks(home: Path, now: datetime, command: Command) -> Iterator[Check]:
    """Who writes now, and the last runs; ``command`` completes a command for this home."""
    lease = read_lease(home)
    yield writer(lease, command)
    yield last_runs(home, lease, now, command)


def writer(lease: Lease | None, command: Command) -> Check:
    """The run that writes now, if any."""
    if lease is None:
        return Check("night", "good", "nobody is writing", None, {"is_held": False})
    facts = {
        "is_held": lease.is_alive,
        "run_id": lease.run_id,
        "what": lease.what,
        "stage": lease.stage,
        "since": lease.since.isoformat(),
        "last_sign_at": lease.beat_at.isoformat(),
        "pid": lease.holder.pid,
        "host": lease.host,
    }
    if not lease.is_alive:
        text = f"nobody is writing; {lease.what} was killed: run {lease.run_id}, last sign {beijing(lease.beat_at)}"
        return Check("night", "look", text, command("run"), facts)
    if lease.is_silent:
        end = f"kill -9 {lease.holder.pid}" if lease.is_here else None
        return Check("night", "broken", f"{lease.sentence}: it is stopped or hangs", end, facts)
    return Check("night", "good", lease.sentence, None, facts)


def last_runs(home: Path, lease: Lease | None, now: datetime, command: Command) -> Check:
    """The last runs, newest first; one that has not ended and that nobody writes was killed."""
    records = nights(home)
    shown = list(reversed(records[-SHOWN:]))
    if not shown:
        return Check("runs", "good", "no run yet", None, {"runs": []})
    running = lease.run_id if lease is not None and lease.is_alive else None
    rows = [_row(home, record, _status(record, running), now) for record in shown]
    newest, status = shown[0], _status(shown[0], running)
    level = _LEVELS.get(status, "good")
    text = f"the last one: {status}" + (f", {newest.reason}" if newest.reason else "")
    if level == "good" and (quiet := no_night(records, now)) is not None:
        level, text = "look", quiet.message
    lines = (_ROW.format(*_HEAD), *(_ROW.format(*row.values()) for row in rows))
    facts = {"runs": [_record(home, record, _status(record, running)) for record in shown]}
    return Check(
        "runs", level, text, None if level == "good" else command("run"), facts, tuple(f"         {x}" for x in lines)
    )


def _status(record: NightRecord, running: str | None) -> str:
    return "killed" if record.status == "running" and record.run_id != running else record.status


def _row(home: Path, record: NightRecord, status: str, now: datetime) -> dict[str, str]:
    asked = sum(record.requests.values()) if record.ended_at else "?"
    took = _took(moment(record.began_at), moment(record.ended_at)) if record.ended_at else ""
    if status == "running":
        took = _took(moment(record.began_at), now)
    outcome = f"{status} {record.release}" if status == "released" else status
    read = documents_read(home, record.run_id)
    return {
        "began": beijing(record.began_at),
        "purpose": record.purpose[:8],
        "outcome": outcome,
        "requests": str(asked),
        "read": "" if read is None else str(read),
        "took": took,
    }


def _record(home: Path, record: NightRecord, status: str) -> dict[str, Any]:
    return {
        "run_id": record.run_id,
        "purpose": record.purpose,
        "began_at": record.began_at,
        "ended_at": record.ended_at,
        "status": status,
        "reason": record.reason,
        "release": record.release,
        "requests": dict(record.requests),
        "documents": dict(record.documents),
        "bureaus": dict(record.bureaus),
        "documents_read": documents_read(home, record.run_id),
    }


def documents_read(home: Path, run_id: str) -> int | None:
    """Documents that the parser read in this run: those that were new, or new to this parser."""
    try:
        manifest = json.loads(Home(home).landing(run_id).manifest.read_text(encoding="utf-8"))
        return int(manifest["rows"].get("document", 0))
    except (OSError, ValueError, KeyError, AttributeError, TypeError):
        return None


def _took(began: datetime, ended: datetime) -> str:
    return age(began, ended).replace(" seconds", " s").replace(" minutes", " min").replace(" hours", " h")
