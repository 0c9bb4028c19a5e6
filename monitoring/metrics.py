"""The status of a home as Prometheus reads it: its text exposition format, version 0.0.4."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Literal

from monitoring.check import LEVELS
from monitoring.status import HomeStatus

PREFIX = "gongkai_"
Sample = tuple[Mapping[str, str], float | int | None]


def metrics(found: HomeStatus) -> str:
    """Every metric with its HELP and TYPE lines; a number that nobody knows is left out."""
    facts = {check.name: check.facts for check in found.checks}
    return "".join(_families(found, facts))


def _families(found: HomeStatus, facts: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    release, night, disk, queue = (facts[name] for name in ("release", "night", "disk", "queue"))
    versions, runs = facts["versions"], facts["runs"].get("runs", [])
    last: Mapping[str, Any] = next((run for run in runs if run["purpose"] == "night"), {})
    yield _family("info", "Versions of the program and of what it rests on.", [({**versions}, 1)])
    yield _family(
        "check_level",
        "Each line of gongkai status: 0 good, 1 look, 2 broken.",
        [({"check": check.name}, LEVELS.index(check.level)) for check in found.checks],
    )
    yield _family("release_number", "Number of the current release.", [({}, release.get("number"))])
    yield _family(
        "release_timestamp_seconds", "When the current release was built.", [({}, _seconds(release.get("built_at")))]
    )
    yield _family(
        "release_reports",
        "Reports of the current release by verdict.",
        [({"verdict": verdict}, count) for verdict, count in sorted(release.get("verdicts", {}).items())],
    )
    complete = release.get("completeness") or {}
    yield _family("expected_reports", "Bureau-years of which a report is expected.", [({}, complete.get("expected"))])
    yield _family("expected_reports_settled", "Those that have a settled one.", [({}, complete.get("parsed"))])
    yield _family("gate_open", "1 if the last release passed the gate.", [({}, _gate(facts["gate"]))])
    yield _family(
        "last_visit_timestamp_seconds", "When portals were visited last.", [({}, _seconds(facts["visited"].get("at")))]
    )
    yield _family(
        "last_night_timestamp_seconds", "When the newest night began.", [({}, _seconds(last.get("began_at")))]
    )
    yield _family(
        "last_night_seconds",
        "How long the newest night took, if it has ended.",
        [({}, _between(last.get("began_at"), last.get("ended_at")))],
    )
    yield _family(
        "last_night_status", "1 for the status of the newest night.", [({"status": last["status"]}, 1)] if last else []
    )
    for name, what in (("requests", "result"), ("documents", "verdict"), ("bureaus", "state")):
        yield _family(
            f"last_night_{name}",
            f"Of the newest night: {name} by {what}.",
            [({what: code}, count) for code, count in sorted((last.get(name) or {}).items())],
        )
    yield _family("lease_held", "1 while a run is writing.", [({}, int(bool(night.get("is_held"))))])
    yield _family(
        "lease_beat_timestamp_seconds", "Last sign of the run that writes.", [({}, _seconds(night.get("last_sign_at")))]
    )
    yield _family("next_run_timestamp_seconds", "When the next run is due.", [({}, _seconds(facts["next"].get("at")))])
    yield _family("addresses_due", "Addresses whose time has come.", [({}, queue.get("addresses_due"))])
    yield _family("lists_due", "Bureaus whose lists are due.", [({}, queue.get("lists_due"))])
    yield _family(
        "requests_today", "Requests since midnight in Beijing.", [({}, facts["budgets"].get("requests_today"))]
    )
    yield _family("hosts_on_hold", "Hosts that are left alone.", [({}, _count(facts["budgets"].get("holds")))])
    yield _family("disk_free_bytes", "Free space where the home is.", [({}, disk["free_bytes"])])
    yield _family("disk_needed_bytes", "Free space below which no night starts.", [({}, disk["needed_bytes"])])
    yield _family("disk_days_left", "Days until the disk is full, as it fills.", [({}, disk["days_left"])])
    yield _family("warehouse_bytes", "Size of warehouse.duckdb.", [({}, facts["store"].get("bytes"))])


def _family(name: str, help_: str, samples: list[Sample], kind: Literal["gauge"] = "gauge") -> str:
    """All are gauges: each says how something is now, and none of them counts on for ever."""
    known = [(labels, value) for labels, value in samples if value is not None]
    if not known:
        return ""
    head = f"# HELP {PREFIX}{name} {help_}\n# TYPE {PREFIX}{name} {kind}\n"
    return head + "".join(f"{PREFIX}{name}{_labels(labels)} {value}\n" for labels, value in known)


def _labels(labels: Mapping[str, str]) -> str:
    if not labels:
        return ""
    return "{" + ",".join(f'{name}="{_escaped(str(value))}"' for name, value in labels.items()) + "}"


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def _seconds(moment: str | None) -> float | None:
    return datetime.fromisoformat(moment).timestamp() if moment else None


def _between(begin: str | None, end: str | None) -> float | None:
    first, last = _seconds(begin), _seconds(end)
    return round(last - first, 3) if first is not None and last is not None else None


def _gate(facts: Mapping[str, Any]) -> int | None:
    return int(facts["status"] == "passed") if facts else None


def _count(found: list[Any] | None) -> int | None:
    return None if found is None else len(found)
