"""``gongkai status``: each line is good, look or broken, for what lies on disk."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from monitoring.check import Check
from monitoring.metrics import metrics
from monitoring.server import next_run
from monitoring.status import HomeStatus, lines, status
from store.disk import MIB
from store.home import RELEASE_FILE, Home
from store.lease import Holding
from store.night import NightRecord, write_night
from warehouse.gate import write_gate

LINES = (
    *("release", "visited", "gate", "night", "runs", "server", "next", "queue", "budgets"),
    *("disk", "store", "chromium", "versions"),
)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = Home(tmp_path).release(1)
    folder.mkdir(parents=True)
    with duckdb.connect(str(folder / RELEASE_FILE)) as release:
        release.execute(
            "create table fct_report as select 'b' as bureau_code, 2023 as report_year, 'verified' as verdict,"
            " timestamptz '2024-02-01 00:00:00+00' as first_observed_at"
        )
    (folder / "release.json").write_text(json.dumps({"built_at": "2024-02-01T20:00:00Z"}))
    Home(tmp_path).current.symlink_to("1")
    monkeypatch.setenv("GONGKAI_HOME", str(tmp_path))
    monkeypatch.setenv("GONGKAI_UI_PORT", str(_free_port()))
    monkeypatch.setenv("GONGKAI_MIN_FREE_MB", "0")
    return tmp_path


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def check(name: str) -> Check:
    return next(each for each in status().checks if each.name == name)


def ran(home: Path, begun: datetime, outcomes: str) -> None:
    folder = Home(home).landing(f"{begun:%Y%m%dT%H%M%SZ}-0001").folder
    folder.mkdir(parents=True)
    (folder / "outcomes.jsonl").write_text(outcomes)


@pytest.mark.parametrize(
    ("days", "level", "said"),
    [(7, "good", "7 days ago)"), (9, "look", "9 days ago); no portal was visited for more than 8 days")],
)
def test_the_last_visit_is_named_and_a_long_silence_too(home: Path, days: int, level: str, said: str) -> None:
    begun = datetime.now(UTC) - timedelta(days=days, minutes=1)
    ran(home, begun - timedelta(days=1), "{}\n")
    ran(home, begun, "{}\n")
    ran(home, begun + timedelta(days=3), "")  # killed before it came to any portal's end
    found = check("visited")
    assert found.level == level and found.text == f"{begun + timedelta(hours=8):%Y-%m-%d %H:%M} ({said}"


def test_a_home_of_imports_was_never_at_a_portal_and_that_is_good(home: Path) -> None:
    assert check("visited").level == "good"


def test_hours_are_those_of_beijing_for_people_and_utc_for_programs(home: Path) -> None:
    release = check("release")
    assert "built 2024-02-02 04:00" in release.text and release.facts["built_at"] == "2024-02-01T20:00:00Z"


def test_a_closed_gate_is_broken_and_says_since_when(home: Path) -> None:
    write_gate(home, "failed", "fct_report would fall", 1, "2024-02-01T20:00:00Z")
    gate = check("gate")
    assert (gate.level, gate.text) == ("broken", "CLOSED since 2024-02-02 04:00: fct_report would fall")
    assert gate.command == "gongkai release" and status().level == "broken"


def night(home: Path, begun: datetime, **facts: object) -> NightRecord:
    run_id = f"{begun:%Y%m%dT%H%M%SZ}-0001"
    record = NightRecord(run_id, "night", f"{begun:%Y-%m-%dT%H:%M:%SZ}")
    record = replace(record, **facts)  # type: ignore[arg-type]
    write_night(home, record)
    return record


def test_the_last_five_runs_are_a_table_of_eighty_columns(home: Path) -> None:
    now = datetime.now(UTC)
    for days in range(6, 0, -1):
        begun = now - timedelta(days=days)
        night(
            home,
            begun,
            ended_at=(begun + timedelta(hours=3)).isoformat(),
            status="released",
            release=1000 + days,
            requests={"new": 123456},
            documents={"verified": 1},
        )
    found = check("runs")
    assert len(found.details) == 6 and max(map(len, found.details)) <= 80
    assert "released 1001" in found.details[1] and "3 h" in found.details[1] and "123456" in found.details[1]
    assert [run["release"] for run in found.facts["runs"]] == [1001, 1002, 1003, 1004, 1005]


@pytest.mark.parametrize(
    ("ended", "level", "said"),
    [
        ({"status": "unchanged"}, "good", "the last one: unchanged"),
        ({"status": "failed", "reason": "no room"}, "broken", "the last one: failed, no room"),
        ({"status": "refused", "reason": "fewer"}, "broken", "the last one: refused, fewer"),
        ({"status": "interrupted"}, "look", "the last one: interrupted"),
        ({}, "look", "the last one: killed"),
    ],
)
def test_the_last_run_says_whether_somebody_has_to_act(
    home: Path, ended: dict[str, str], level: str, said: str
) -> None:
    night(home, datetime.now(UTC) - timedelta(hours=1), **ended)
    assert (check("runs").level, check("runs").text) == (level, said)


def test_two_days_without_a_night_are_a_look(home: Path) -> None:
    night(home, datetime.now(UTC) - timedelta(days=3), status="unchanged")
    found = check("runs")
    assert found.level == "look" and "The last night began at" in found.text and found.command == "gongkai run"


def test_a_night_that_runs_is_named_with_how_far_it_is(home: Path) -> None:
    begun = night(home, datetime.now(UTC))
    with Holding(home, begun.run_id, "a night", "asking bureaus, 12 of 70"):
        found, runs = check("night"), check("runs")
    assert found.level == "good" and "asking bureaus, 12 of 70" in found.text and found.facts["is_held"] is True
    assert runs.text == "the last one: running"


def test_a_disk_without_room_for_a_night_is_broken(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGKAI_MIN_FREE_MB", "100")
    monkeypatch.setattr("store.disk.free_bytes", lambda folder: 99 * MIB)
    found = check("disk")
    assert found.level == "broken" and found.text == "99 MiB free, a night needs 100: no night starts"


def test_a_disk_that_fills_soon_is_a_look(home: Path) -> None:
    for days, free in ((4, 5000), (1, 2000)):
        begun = datetime.now(UTC) - timedelta(days=days)
        night(home, begun, status="unchanged", ended_at=begun.isoformat(), free_mib=free)
    found = check("disk")
    assert found.level == "look" and found.text.endswith("it is full in 2 days")


def test_a_warehouse_of_another_version_is_a_look(home: Path) -> None:
    with duckdb.connect(str(Home(home).warehouse)) as warehouse:
        warehouse.execute("create schema staging; create table staging.schema_version as select 1 as version")
    found = check("store")
    assert found.level == "look" and found.command == "gongkai rebuild" and found.facts["schema_version"] == 1


def test_a_warehouse_that_a_night_holds_is_good(home: Path) -> None:
    hold = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"
    file = str(Home(home).warehouse)
    with subprocess.Popen(
        [sys.executable, "-c", hold, file], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout and holder.stdout.readline() == "held\n"
        found = check("store")
        holder.communicate("")
    assert found.level == "good" and "held by a run" in found.text


def test_a_chromium_that_is_not_there_is_broken_only_if_a_portal_needs_it(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GONGKAI_CHROMIUM", "/nowhere/chromium")
    assert check("chromium").level == "good"
    begun = datetime.now(UTC)
    ran(home, begun, "{}\n")
    landing = Home(home).landing(f"{begun:%Y%m%dT%H%M%SZ}-0001")
    landing.bureaus.write_text('{"platform": "script"}\n{"platform": "trs"}\n')
    found = check("chromium")
    assert found.level == "broken" and found.text.endswith("1 portal is not asked")
    assert found.command == "apt install chromium"


def test_the_practice_release_is_found_if_there_is_no_real_one(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGKAI_HOME", str(home / "real"))
    (home / "real").mkdir()
    (home / "real" / "practice").symlink_to(home, target_is_directory=True)
    found = status()
    assert found.is_practice and found.home == home / "real" / "practice"
    assert found.remark and found.remark.endswith("this is the practice release (gongkai status --practice)")
    ran(home / "real", datetime.now(UTC), "{}\n")
    assert not status().is_practice


def test_a_home_that_is_not_there_has_every_line_and_none_is_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGKAI_HOME", f"{os.sep}nowhere")
    monkeypatch.setenv("GONGKAI_MIN_FREE_MB", "0")
    found = status()
    assert tuple(each.name for each in found.checks) == LINES and found.level != "broken"
    assert not Path("/nowhere").exists()
    assert all(name in "\n".join(lines(found)) for name in LINES)


def test_the_keys_of_the_json_object_are_those_that_the_documentation_names(home: Path) -> None:
    night(home, datetime.now(UTC), status="released", release=1)
    record = json.loads(json.dumps(status().as_record()))
    page = (Path(__file__).parents[2] / "docs" / "operations.md").read_text(encoding="utf-8")
    keys = {*record, *(key for facts in record["checks"].values() for key in facts)}
    assert [key for key in sorted(keys) if f"`{key}`" not in page] == []


LINE = re.compile(r'gongkai_[a-z_]+(\{([a-z_]+="(\\.|[^"\\])*",?)+\})? -?[0-9.e+]+')


def test_metrics_are_in_the_format_of_prometheus(home: Path) -> None:
    night(home, datetime.now(UTC), status="released", requests={"new": 3, 'a "code"\n': 1})
    text = metrics(status())
    helped, typed, seen = set(), set(), set()
    for line in text.splitlines():
        if line.startswith("# HELP "):
            helped.add(line.split()[2])
        elif line.startswith("# TYPE "):
            typed.add(line.split()[2])
            assert line.split()[3] == "gauge"
        else:
            assert LINE.fullmatch(line), line
            seen.add(re.split(r"[{ ]", line)[0])
    assert helped == typed == seen and text.endswith("\n")
    assert 'gongkai_last_night_requests{result="new"} 3\n' in text
    assert {"gongkai_release_number 1", "gongkai_lease_held 0"} <= set(text.splitlines())


def test_a_metric_that_nobody_knows_is_left_out() -> None:
    names = {name: Check(name, "good", "") for name in LINES}
    names["disk"] = Check("disk", "good", "", None, {"free_bytes": 1, "needed_bytes": 1, "days_left": None})
    text = metrics(HomeStatus(Path("x"), False, datetime.now(UTC), tuple(names.values())))
    assert "disk_days_left" not in text and "release_number" not in text


def test_the_next_run_is_that_of_this_home(tmp_path: Path) -> None:
    def run(home: Path, day: int) -> dict[str, object]:
        return {
            "name": f"run {day}",
            "expected_start_time": f"2024-02-0{day}T17:30:00Z",
            "parameters": {"home": str(home)},
        }

    answer = [run(tmp_path / "other", 1), run(tmp_path, 2), run(tmp_path, 3)]
    assert next_run(answer, tmp_path) == (datetime(2024, 2, 2, 17, 30, tzinfo=UTC), "run 2")
    assert next_run({"detail": "not found"}, tmp_path) is None and next_run(None, tmp_path) is None


def test_status_brings_neither_the_crawler_nor_prefect(home: Path) -> None:
    code = (
        "import sys; from monitoring.status import lines, status; from monitoring.metrics import metrics;"
        " list(lines(status())); metrics(status());"
        " print([name for name in ('scrapy', 'twisted', 'prefect', 'playwright', 'pyarrow') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
