"""What a home keeps how long: the end of a night drops what nothing needs any more, and says so.

For ever: bytes of reports and of whatever was amiss, capture logs, the lines that runs landed, the log of releases.
Some time: Parquet of runs that are loaded; bytes of lists that newer ones superseded, if a setting says so.
Elsewhere: releases (`warehouse.release_folders.prune`), Prefect's records (`flows.prefect_settings`).
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from crawler.archive.superseded import drop_superseded
from crawler.clock import utc_now
from store.home import Home, Landing
from store.run_id import RUN_ID, began_at
from warehouse.errors import WarehouseError
from warehouse.read import loaded_runs

LANDING_DAYS = 30
"""Parquet of a run that is loaded: nobody reads it again, but somebody may want to look at the last weeks."""


@dataclass(frozen=True, slots=True)
class Retention:
    """Days that things are kept; ``None`` is for ever."""

    landing: int | None = LANDING_DAYS
    pages: int | None = None


@dataclass(frozen=True, slots=True)
class Tidied:
    """What was dropped; ``trouble`` is why no more was, in one sentence."""

    landings: int = 0
    landing_bytes: int = 0
    pages: int = 0
    page_bytes: int = 0
    trouble: str | None = None


NOTHING = Tidied()


def retention() -> Retention:
    """As the environment says; a number that is none, or below 1, is for ever."""
    return Retention(_days("GONGKAI_KEEP_LANDING_DAYS", LANDING_DAYS), _days("GONGKAI_KEEP_PAGES_DAYS", None))


def _days(name: str, default: int | None) -> int | None:
    text = os.environ.get(name, "")
    if not text:
        return default
    return int(text) if text.isdecimal() and int(text) > 0 else None


def tidy(home: Path, kept: Retention | None = None, clock: Callable[[], datetime] = utc_now) -> Tidied:
    """Drop what is older than its time; the caller holds the writer's lock. A night never fails for it."""
    kept, now = kept or retention(), clock().astimezone(UTC)
    landings = pages = (0, 0)
    try:
        if kept.landing is not None:
            landings = _drop_parquet(home, now - timedelta(days=kept.landing))
        if kept.pages is not None:
            pages = drop_superseded(home, now - timedelta(days=kept.pages), now)
    except (OSError, ValueError, WarehouseError) as error:
        return Tidied(*landings, *pages, trouble=str(error))
    return Tidied(*landings, *pages)


def _drop_parquet(home: Path, before: datetime) -> tuple[int, int]:
    """Drop what was read of old runs that the warehouse holds; how many runs, and how many bytes.

    The lines that they landed stay, and the manifest, which says that they were read: a warehouse that is lost is made anew.
    """
    loaded = loaded_runs(home)
    old = [
        landing
        for landing in Home(home).read_landings()
        if landing.run_id in loaded and RUN_ID.fullmatch(landing.run_id) and began_at(landing.run_id) < before
    ]
    sizes = [size for size in map(_drop_parts, old) if size]
    return len(sizes), sum(sizes)


def _drop_parts(landing: Landing) -> int:
    parts = [part for pattern in ("*.parquet", ".*.partial") for part in landing.folder.glob(pattern)]
    size = sum(part.stat().st_size for part in parts)
    for part in parts:
        part.unlink()
    return size


def tidy_lines(tidied: Tidied) -> list[str]:
    """What was dropped, for people; nothing if nothing was."""
    lines = []
    if tidied.landings:
        lines.append(f"tidy     read rows of {tidied.landings} loaded runs dropped ({tidied.landing_bytes:,} bytes)")
    if tidied.pages:
        lines.append(f"tidy     {tidied.pages} superseded lists dropped ({tidied.page_bytes:,} bytes)")
    if tidied.trouble:
        lines.append(f"tidy     not finished: {tidied.trouble}")
    return lines
