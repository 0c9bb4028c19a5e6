"""What a home keeps how long: the end of a night drops what nothing needs any more, and says so.

For ever: bytes of reports and of whatever was amiss, capture logs, the lines that runs landed, the log of releases.
Some time: logs; Parquet of runs that are loaded; bytes of lists that newer ones superseded, if a setting says so.
Elsewhere: releases (`warehouse.release_folders.prune`), Prefect's records (`flows.prefect_settings`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from crawler.archive.superseded import drop_superseded
from crawler.clock import utc_now
from store.errors import StoreError
from store.home import Home, Landing
from store.run_id import RUN_ID, began_at
from warehouse.errors import WarehouseError
from warehouse.read import loaded_runs


@dataclass(frozen=True, slots=True)
class Retention:
    """Days that things are kept; 0 is for ever."""

    logs: int = 90
    landing: int = 30
    pages: int = 0


@dataclass(frozen=True, slots=True)
class Tidied:
    """What was dropped; ``trouble`` is why no more was, in one sentence."""

    logs: int = 0
    landings: int = 0
    landing_bytes: int = 0
    pages: int = 0
    page_bytes: int = 0
    trouble: str | None = None


NOTHING = Tidied()


def retention(home: Path) -> Retention:
    """As the settings say; raises ``StoreError`` if they cannot be used."""
    from store.settings import read_settings  # Pydantic takes long to import

    settings = read_settings(home)
    return Retention(settings.keep_logs_days, settings.keep_landing_days, settings.keep_pages_days)


def tidy(home: Path, kept: Retention | None = None, clock: Callable[[], datetime] = utc_now) -> Tidied:
    """Drop what is older than its time; the caller holds the writer's lock. A night never fails for it."""
    logs, landings, pages, now = 0, (0, 0), (0, 0), clock().astimezone(UTC)
    try:
        kept = kept or retention(home)
        if kept.logs:
            logs = _drop_logs(home, now - timedelta(days=kept.logs))
        if kept.landing:
            landings = _drop_parquet(home, now - timedelta(days=kept.landing))
        if kept.pages:
            pages = drop_superseded(home, now - timedelta(days=kept.pages), now)
    except (OSError, ValueError, StoreError, WarehouseError) as error:
        return Tidied(logs, *landings, *pages, trouble=str(error))
    return Tidied(logs, *landings, *pages)


def _drop_logs(home: Path, before: datetime) -> int:
    """Drop what old runs had to say; what they found is elsewhere."""
    old = [log for log in Home(home).logs.glob("*.jsonl") if _began_before(log.stem, before)]
    for log in old:
        log.unlink()
    return len(old)


def _began_before(run_id: str, moment: datetime) -> bool:
    return RUN_ID.fullmatch(run_id) is not None and began_at(run_id) < moment


def _drop_parquet(home: Path, before: datetime) -> tuple[int, int]:
    """Drop what was read of old runs that the warehouse holds; how many runs, and how many bytes.

    The lines that they landed stay, and the manifest, which says that they were read: a warehouse that is lost is made anew.
    """
    loaded = loaded_runs(home)
    old = [
        landing
        for landing in Home(home).read_landings()
        if landing.run_id in loaded and _began_before(landing.run_id, before)
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
    if tidied.logs:
        lines.append(f"tidy     logs of {tidied.logs} old runs dropped")
    if tidied.landings:
        lines.append(f"tidy     read rows of {tidied.landings} loaded runs dropped ({tidied.landing_bytes:,} bytes)")
    if tidied.pages:
        lines.append(f"tidy     {tidied.pages} superseded lists dropped ({tidied.page_bytes:,} bytes)")
    if tidied.trouble:
        lines.append(f"tidy     not finished: {tidied.trouble}")
    return lines
