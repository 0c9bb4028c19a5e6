"""Nights that are killed with -9 at random moments, and what a home holds once one has come to its end.

A home is compared with one whose only night was left in peace: nothing may be lost, nothing doubled, on disk, in the
warehouse and at the servers.
"""

from __future__ import annotations

import subprocess
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import duckdb

import practice
from crawler.archive import Archive
from crawler.registry import Bureau
from deck.nights import command, lines, run_id
from flows import steps
from practice import BUREAU_CODES, faults
from store.home import Home

CASES = (
    *(
        "look_alikes",
        "one_name_two_files",
        "three_addresses",
        "listed_twice",
        "viewer",
        "zipped_report",
        "html_named_doc",
    ),
    *("referer_gated", "forced_gzip", "chunked", "framed_list", "moved_list", "moved_article", "only_known"),
    *("only_sitemap", "gb2312_by_meta", "other_department", "robots_404", "conditional"),
)
DELAY_S = 0.05
STARTING_S, ENDING_S = 2.0, 1.0
AT_THE_START, AT_THE_END = 0.2, 0.1
"""Shares of the kills that strike before anything may have been asked, and when nothing is left to ask for."""

SETTLING_S = 0.5
"""A request that was sent before the kill may reach its server so long after it; no new run asks anything so soon."""

TABLES = ("bureau", "bureau_name", "document", "figure", "extra_line", "check", "claim", "observation")
"""Tables of the warehouse that say what was published; the others say what runs did, and of killed ones there are more."""
PASSING = ("run_id", "capture_id", "found_on")
"""Columns that say when a row came (as all whose names end in ``_at``) and by which way: of two, the one walked first."""


@dataclass(frozen=True)
class Holding:
    """What a home holds, without the moments: sightings, good captures of documents, rows of the warehouse."""

    sightings: Counter[tuple[Any, ...]]
    captures: Counter[tuple[str, str]]
    rows: dict[str, Counter[tuple[Any, ...]]]


@dataclass(frozen=True)
class Trial:
    """One home: the moments of its kills (seconds since 1970), the visits of all of its runs, and what it holds."""

    kills: tuple[float, ...]
    visits: list[practice.Visit]
    holding: Holding
    seconds: float

    @property
    def in_the_middle(self) -> int:
        """How many of the kills left something to ask for."""
        moments = [visit.started for visit in self.visits]
        return sum(min(moments) < kill < max(moments) for kill in self.kills)


def rows(port: int) -> tuple[Bureau, ...]:
    """Bureaus of several platforms and files of every kind, all of them in good health."""
    codes = {case.bureau_code for case in faults.CASES if case.name in CASES}
    chosen = [row for row in faults.registry(port) if row.bureau_code in codes]
    return tuple(
        replace(row, portal={**row.portal, "download_delay": DELAY_S})
        for row in (*practice.registry(port, bureaus=BUREAU_CODES), *chosen)
    )


def trial(home: Path, port: int, seed: int, kills: int, work: int) -> Trial:
    """Kill ``kills`` runs one after the other, let the last one end, read and load; ``work`` are the requests of a whole night."""
    practice.visits(port, reset=True)
    started, random = time.monotonic(), Random(seed)  # noqa: S311 - moments, no secrets
    moments = tuple(_killed(home, port, number, random, work) for number in range(1, kills + 1))
    last = run_id(kills + 1)
    done = subprocess.run(_command(home, port, kills + 1), capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr, done.stderr
    seconds = time.monotonic() - started
    visits = practice.visits(port)
    steps.parse_run(home, last)
    steps.load_landed(home)
    return Trial(moments, visits, holding(home), seconds)


def _killed(home: Path, port: int, number: int, random: Random, work: int) -> float:
    """Start a run and kill it; gives the moment.

    Most kills strike after a random part of what is left to ask for, some while the run starts or ends.
    """
    asked, chance = len(practice.visits(port)), random.random()
    left = max(work - asked, 0)
    with subprocess.Popen(_command(home, port, number), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as run:
        if chance < AT_THE_START:
            time.sleep(random.uniform(0, STARTING_S))
        else:
            part = 1.0 if chance > 1 - AT_THE_END else random.uniform(0, 0.5)
            while run.poll() is None and len(practice.visits(port)) < asked + part * left:
                time.sleep(0.005)
            time.sleep(random.uniform(0, ENDING_S if part == 1.0 else DELAY_S))
        run.kill()
        return time.time()


def _command(home: Path, port: int, number: int) -> list[str]:
    return command(home, run_id(number), rows(port))


def holding(home: Path) -> Holding:
    """What is on disk below ``home``; raises `ArchiveError` where bytes are missing or damaged."""
    archive = Archive(home)
    captures = Counter(
        (capture.url, capture.sha256)
        for capture in archive.all_captures()
        if capture.kind in ("report", "attachment") and capture.outcome == "ok" and capture.status == 200
    )
    for _, sha256 in captures:
        archive.get(sha256)
    folders = sorted((home / "landing").glob("*/sightings.jsonl"))
    sightings = Counter(
        tuple(record[name] for name in ("bureau_code", "kind", "url", "sha256", "list_title", "is_present"))
        for folder in folders
        for record in lines(folder)
    )
    with duckdb.connect(str(Home(home).warehouse), read_only=True) as connection:
        found = {table: Counter(_rows(connection, table)) for table in TABLES}
    return Holding(sightings, captures, found)


def _rows(connection: duckdb.DuckDBPyConnection, table: str) -> Iterator[tuple[Any, ...]]:
    result = connection.execute(f"select * from staging.{table}")  # noqa: S608 - a name of ours
    names = [column[0] for column in result.description or ()]
    kept = [index for index, name in enumerate(names) if name not in PASSING and not name.endswith("_at")]
    return (tuple(str(row[index]) for index in kept) for row in result.fetchall())


def differences(found: Holding, wanted: Holding) -> Iterator[str]:
    """What is lost, what is there that should not be, and what is there twice."""
    pairs = [("sighting", found.sightings, wanted.sightings), ("capture", found.captures, wanted.captures)]
    pairs += [(f"row of {table}", found.rows[table], wanted.rows[table]) for table in TABLES]
    for what, has, should in pairs:
        for key in should.keys() - has.keys():
            yield f"{what} lost: {key}"
        for key in has.keys() - should.keys():
            yield f"{what} from nowhere: {key}"
        for key in has.keys() & should.keys():
            if has[key] != should[key]:
                yield f"{what} is there {has[key]} times, not {should[key]}: {key}"


def asked_again(visits: Sequence[practice.Visit], kills: Sequence[float]) -> Iterator[str]:
    """Requests that were made again although their answer must have been on disk.

    Of each host, only what was under way when a run was killed may be asked for again.
    """
    edges = (0.0, *(kill + SETTLING_S for kill in kills), float("inf"))
    by_address: dict[str, list[practice.Visit]] = {}
    for visit in sorted(visits, key=lambda visit: visit.started):
        by_address.setdefault(visit.address, []).append(visit)
    for address, seen in by_address.items():
        runs = [[visit for visit in seen if low <= visit.started < high] for low, high in pairwise(edges)]
        done: set[tuple[str, str]] = set()
        for run in runs:
            for position, visit in enumerate(run):
                if (visit.method, visit.path) in done:
                    yield f"{address} {visit.method} {visit.path}"
                if position + 1 < len(run) or run is runs[-1]:
                    done.add((visit.method, visit.path))
