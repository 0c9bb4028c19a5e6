"""What this machine has: room, programs, a browser, the warehouse's file."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from crawler.browser.installed import INSTALL, look_for_chromium
from monitoring.alerts import DISK_DAYS, days_left
from monitoring.check import Check, Command, Level
from parsing.version import parser_version
from store import disk
from store.home import Home
from store.lines import read_lines
from store.night import nights
from store.settings import Settings
from warehouse.connection import connect
from warehouse.errors import WarehouseError
from warehouse.lake import lake_of
from warehouse.schema_version import SCHEMA_VERSION, schema_version
from warehouse.staging import snapshot_of, to_read

_PACKAGES = {"gongkai": "gongkai", "duckdb": "duckdb", "dbt": "dbt-core", "prefect": "prefect"}
_GROWTH_RUNS = 60


def machine_checks(home: Path, settings: Settings, command: Command, *, is_practice: bool) -> Iterator[Check]:
    """Disk, warehouse, browser and versions; ``command`` completes a command for this home."""
    yield room(home, command, is_practice=is_practice)
    yield warehouse(home, command)
    yield browser(home, settings.chromium)
    yield versions()


def room(home: Path, command: Command, *, is_practice: bool) -> Check:
    """Free space, what a night needs, and when the disk is full if it fills as it did."""
    free, needed = disk.free_bytes(home), disk.needed_bytes(home, is_practice=is_practice)
    days = days_left(nights(home, _GROWTH_RUNS))
    text = f"{free // disk.MIB:,} MiB free, a night needs {needed // disk.MIB:,}"
    text += f"; as it fills, it is full in {days:,.0f} days" if days is not None else ""
    level: Level = "good"
    if free < needed:
        level, text = "broken", f"{text}: no night starts"
    elif free < 2 * needed or (days is not None and days < DISK_DAYS):
        level = "look"
    facts = {"free_bytes": free, "needed_bytes": needed, "days_left": None if days is None else round(days, 1)}
    return Check("disk", level, text, None if level == "good" else command("release --keep 3"), facts)


def warehouse(home: Path, command: Command) -> Check:
    """What nights write: its size, and whether its tables are this program's."""
    if lake_of(home) is not None:
        return _lake(home, command)
    file = Home(home).warehouse
    if not file.is_file():
        if Home(home).read_landings():
            return Check("store", "look", "the warehouse is gone; the next night makes it anew", command("rebuild"))
        return Check("store", "good", "no warehouse yet")
    size = file.stat().st_size
    facts: dict[str, object] = {"bytes": size, "schema_version": None, "wanted_schema_version": SCHEMA_VERSION}
    try:
        with connect(file, read_only=True, patience_seconds=0) as connection:
            found = schema_version(connection)
    except WarehouseError as error:
        if "locked" in str(error):
            return Check("store", "good", f"the warehouse ({size // disk.MIB:,} MiB) is held by a run", None, facts)
        return Check("store", "broken", str(error), command("rebuild"), facts)
    facts["schema_version"] = found
    return _tables(found, f"the warehouse has {size // disk.MIB:,} MiB, tables of version {found}", command, facts)


def _lake(home: Path, command: Command) -> Check:
    facts: dict[str, object] = {"bytes": None, "schema_version": None, "wanted_schema_version": SCHEMA_VERSION}
    try:
        with to_read(home) as connection:
            if connection is None:
                return Check("store", "good", "nothing is on the lake yet", None, facts)
            found = facts["schema_version"] = schema_version(connection)
            facts["snapshot"] = number = snapshot_of(connection)
    except WarehouseError as error:
        return Check("store", "broken", str(error), None, facts)
    return _tables(found, f"the lake is at snapshot {number}, with tables of version {found}", command, facts)


def _tables(found: int | None, text: str, command: Command, facts: dict[str, object]) -> Check:
    if found not in (None, SCHEMA_VERSION):
        text += f", and this program's is {SCHEMA_VERSION}: the next night brings them there"
        return Check("store", "look", text, command("rebuild"), facts)
    return Check("store", "good", text, None, facts)


def browser(home: Path, named: Path | None) -> Check:
    """Chromium, and whether anybody needs it."""
    needed, found = _needs_browser(home), look_for_chromium(named)
    facts = {"path": str(found.path) if found.path else None, "version": found.version, "needed_by": needed}
    if found.lacking is None:
        return Check("chromium", "good", f"{found.version} at {found.path}", None, facts)
    where = f" ({found.path})" if found.path else ""
    if not needed:
        text = f"{found.lacking}{where}; no portal that was visited needs one"
        return Check("chromium", "good", text, None, facts)
    text = f"{found.lacking}{where}: {needed} {'portal is' if needed == 1 else 'portals are'} not asked"
    return Check("chromium", "broken", text, INSTALL, facts)


def _needs_browser(home: Path) -> int:
    """Bureaus of the last visit whose portals are scripts alone."""
    visits = [landing for landing in Home(home).visits() if landing.bureaus.is_file()]
    if not visits:
        return 0
    return sum(row.get("platform") == "script" for row in read_lines(visits[-1].bureaus))


def versions() -> Check:
    """Of this program, and of those whose version a release depends on."""
    facts = {name: _version(package) for name, package in _PACKAGES.items()}
    facts |= {"python": platform.python_version(), "parser": parser_version()}
    return Check("versions", "good", ", ".join(f"{name} {number}" for name, number in facts.items()), None, facts)


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "missing"
