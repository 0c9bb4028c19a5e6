"""Prefect's server as its API answers: whether one is there, and when it begins the next run of this home."""

from __future__ import annotations

import json
import os
import urllib.request
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from monitoring.check import Check, Command
from store.beijing import age, beijing

SECONDS = 2.0
"""For an answer; a server on loopback that is well needs a tenth."""
_SCHEDULED = {
    "flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}},
    "sort": "EXPECTED_START_TIME_ASC",
    "limit": 50,
}


def server_checks(home: Path, ui_port: int, now: datetime, command: Command) -> Iterator[Check]:
    """The server and the next run; ``command`` completes a command for this home."""
    serve = command("serve")
    api = (os.environ.get("PREFECT_API_URL") or f"http://127.0.0.1:{ui_port}/api").rstrip("/")
    where = api.removesuffix("/api")
    if _answer(f"{api}/health") is not True:
        named = "PREFECT_API_URL" in os.environ
        text = f"none answers at {where}" + ("" if named else "; a night by hand starts its own")
        yield Check("server", "broken" if named else "good", text, serve if named else None, {"api": None})
        yield Check("next", "good", "nothing is scheduled here", serve, {"at": None})
        return
    yield Check("server", "good", f"Prefect answers at {where}", None, {"api": api})
    found = next_run(_answer(f"{api}/flow_runs/filter", _SCHEDULED), home)
    if found is None:
        yield Check("next", "look", "the server has no run of this home in its schedule", serve, {"at": None})
        return
    at, name = found
    when = f"in {age(now, at)}" if at > now else f"late by {age(at, now)}"
    yield Check("next", "good", f"{beijing(at)} ({when}): {name}", None, {"at": at.isoformat(), "name": name})


def next_run(answer: object, home: Path) -> tuple[datetime, str] | None:
    """The first scheduled run whose parameter ``home`` is this one."""
    for run in answer if isinstance(answer, list) else ():
        parameters = run.get("parameters") or {}
        at = run.get("expected_start_time") or run.get("next_scheduled_start_time")
        if at and "home" in parameters and Path(parameters["home"]).resolve() == home.resolve():
            return datetime.fromisoformat(at), str(run.get("name") or "")
    return None


def _answer(url: str, asked: dict[str, Any] | None = None) -> object:
    """The answer as JSON; ``None`` if there is none."""
    if urlsplit(url).scheme not in ("http", "https"):
        return None
    body = json.dumps(asked).encode() if asked is not None else None
    request = urllib.request.Request(url, body, {"Content-Type": "application/json"})  # noqa: S310  # checked above
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310
            return json.loads(answer.read())
    except (OSError, ValueError):
        return None
