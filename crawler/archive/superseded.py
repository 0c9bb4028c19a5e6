"""Bytes of lists and robots.txt that newer ones have taken the place of, and that nothing cites: the only bytes that may be dropped.

A page that a number was read from, a wall that a bureau's state rests on, the newest answer to a request: all of these stay.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from crawler.archive.log import Log
from crawler.archive.objects import objects_of
from crawler.archive.record import iso, key_of
from store.capture import Capture
from store.dropped import Dropped, note_dropped
from store.home import Home
from store.landed import sightings
from store.lines import read_lines

KINDS = frozenset({"list", "robots", "shell", "sitemap"})
"""Requests whose answers lead to reports, and are none."""
_ANSWERS = frozenset({"ok", "not_modified"})
"""Whatever else came is evidence of what was wrong with a portal."""


def superseded(home: Path, before: datetime) -> Iterator[str]:
    """Objects that every capture which names them lets go: all of them made before a moment."""
    limit, cited, captures_cited = iso(before), set[str](), set[str]()
    for landing in Home(home).landings():
        for sighting in sightings(landing):
            cited.add(sighting.sha256)
            captures_cited.add(sighting.capture_id)
        if landing.outcomes.is_file():
            captures_cited.update(str(record.get("capture_id")) for record in read_lines(landing.outcomes))
    kept, old = _sorted(Log(Home(home).captures).all_captures(), limit, captures_cited)
    old -= kept | cited
    return iter(sorted(old - objects_of(home).lacking(old)))


def _sorted(captures: Iterator[Capture], limit: str, cited: set[str]) -> tuple[set[str], set[str]]:
    """Objects that some capture keeps, and those that some capture would let go."""
    kept: set[str] = set()
    old: set[str] = set()
    newest: dict[bytes, tuple[str, str]] = {}
    for capture in captures:
        if capture.sha256 is None:
            continue
        if capture.kind not in KINDS or capture.outcome not in _ANSWERS or capture.capture_id in cited:
            kept.add(capture.sha256)
            continue
        (kept if capture.captured_at >= limit else old).add(capture.sha256)
        if capture.outcome == "ok":
            key = key_of(capture)
            newest[key] = max(newest.get(key, ("", "")), (capture.captured_at, capture.sha256))
    return kept | {sha256 for _, sha256 in newest.values()}, old


def drop_superseded(home: Path, before: datetime, now: datetime) -> tuple[int, int]:
    """Drop them, each noted before it goes: how many, and how many bytes. The lines of their captures stay as they are."""
    objects = objects_of(home)
    reason = f"superseded before {before:%Y-%m-%d}, and nothing cites it"
    found = [Dropped(sha256, objects.size(sha256), iso(now), reason) for sha256 in superseded(home, before)]
    if found:
        note_dropped(home, found)
    for each in found:
        objects.drop(each.sha256)
    return len(found), sum(each.size for each in found)
