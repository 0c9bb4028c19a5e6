"""What the current release holds and how fresh it is, and whether the gate before the next one is open."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb

from lookup.show import counted, unpublished_lines
from monitoring.check import Check, Command
from store.beijing import age, beijing
from store.home import RELEASE_RECORD, Home
from store.run_id import began_at
from warehouse.connection import first_line
from warehouse.errors import WarehouseError
from warehouse.gate import Completeness, read_gate
from warehouse.read import STALE_DAYS, connect_release, current_release, unpublished

_TOTALS = """
    select count(distinct bureau_code), count(*), min(report_year), max(report_year), max(first_observed_at)
    from fct_report
"""
_VERDICTS = "select verdict, count(*) from fct_report group by 1 order by 2 desc, 1"


def release_checks(home: Path, now: datetime, command: Command) -> Iterator[Check]:
    """The release, the last visit and the gate; ``command`` completes a command for this home."""
    yield _release(home, now, command)
    yield _visited(home, now, command)
    yield _gate(home, command)


def _release(home: Path, now: datetime, command: Command) -> Check:
    folder = current_release(home)
    if folder is None:
        return Check("release", "look", f"there is no release in {home} yet; run a night or an import", command("run"))
    try:
        facts = json.loads((folder / RELEASE_RECORD).read_text(encoding="utf-8"))
        with connect_release(home) as connection:
            verdicts: dict[str, int] = dict(connection.execute(_VERDICTS).fetchall())
            totals = connection.execute(_TOTALS).fetchone() or (0, 0, None, None, None)
    except (OSError, ValueError, WarehouseError, duckdb.Error) as error:
        text = f"release {folder.name} cannot be read: {first_line(error)}"
        return Check("release", "broken", text, command("release"))
    built = datetime.fromisoformat(facts["built_at"])
    bureaus, reports, first, last, observed = totals
    complete = facts.get("completeness")
    return Check(
        "release",
        "good",
        f"{folder.name}, built {beijing(built)} ({age(built, now)} ago)",
        None,
        {
            "number": int(folder.name) if folder.name.isdigit() else None,
            "folder": str(folder),
            "built_at": facts["built_at"],
            "reports": reports,
            "bureaus": bureaus,
            "first_report_year": first,
            "last_report_year": last,
            "verdicts": verdicts,
            "newest_observed_at": _iso(observed),
            "completeness": complete,
            "warnings": facts.get("warnings") or {},
        },
        tuple(_details(home, verdicts, totals, facts)),
    )


def _details(home: Path, verdicts: dict[str, int], totals: tuple[Any, ...], facts: dict[str, Any]) -> Iterator[str]:
    """What the release holds, a labelled line each."""
    bureaus, reports, first, last, observed = totals
    years = f", report years {first} to {last}" if reports else ""
    yield f"holds    {counted(reports, 'report')} of {counted(bureaus, 'bureau')}{years}"
    yield from (f"         {count} {verdict}" for verdict, count in verdicts.items())
    yield from unpublished_lines(unpublished(home))
    yield f"newest   first observed {beijing(observed)[:10] if observed else 'never'}"
    if facts.get("completeness"):
        yield f"complete {Completeness(**facts['completeness'])}"
    if warnings := facts.get("warnings"):
        yield f"warnings {counted(len(warnings), 'test')} that a bureau can violate found something"
        yield from (f"         {test}: {counted(rows, 'row')}" for test, rows in warnings.items())


def _visited(home: Path, now: datetime, command: Command) -> Check:
    """The newest run that visited portals, as the landing folders tell: the warehouse may be held by a night."""
    visits = Home(home).visits()
    if not visits:
        return Check(
            "visited", "good" if current_release(home) else "look", "no portal was ever visited", command("run")
        )
    at = began_at(visits[-1].run_id)
    text = f"{beijing(at)} ({age(at, now)} ago)"
    facts = {"at": _iso(at), "run_id": visits[-1].run_id}
    if (now - at).total_seconds() > STALE_DAYS * 86400:
        return Check(
            "visited", "look", f"{text}; no portal was visited for more than {STALE_DAYS} days", command("run"), facts
        )
    return Check("visited", "good", text, None, facts)


def _gate(home: Path, command: Command) -> Check:
    gate = read_gate(home)
    if gate is None:
        return Check("gate", "good", "no release was tried yet")
    if gate.status == "failed":
        what = "" if gate.release else "the first release was refused; "
        return Check(
            "gate",
            "broken",
            f"{what}CLOSED since {beijing(gate.since)}: {gate.reason}",
            command("release"),
            asdict(gate),
        )
    return Check("gate", "good", f"open since {beijing(gate.since)}", None, asdict(gate))


def _iso(moment: datetime | date | None) -> str | None:
    return moment.isoformat().replace("+00:00", "Z") if moment else None
