"""Nights by the clock: one server a home, one night at a time, a line as each begins and ends, and nothing left running."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml
from prefect.client.orchestration import SyncPrefectClient
from prefect.states import Scheduled

import practice
from crawler.registry import dump
from flows import deployed, served, watch
from flows.deployments import TIME_ZONE, deployments
from flows.errors import NightError
from flows.limits import limited
from flows.prefect_server import require_free
from monitoring.digest import Digest
from store import processes
from store.errors import AnotherRunError
from store.home import Home
from store.lock import collect, writing
from store.night import NightRecord, nights, write_night
from store.settings import read_settings

ROOT = Path(__file__).parents[2]
SECONDS = 120.0
"""What a loaded machine may take for anything; alone it takes a tenth."""


def until(is_so: Callable[[], object], seconds: float = SECONDS) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.2)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """``gongkai serve`` over one bureau whose portal is down."""

    def __init__(self, home: Path) -> None:
        self.home, self.port = home, free_port()
        registry = home / "one.yaml"
        dump(practice.registry(free_port())[:1], registry)
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")} | {
            "GONGKAI_HOME": str(home), "GONGKAI_UI_PORT": str(self.port), "GONGKAI_MIN_FREE_MB": "0",
            "PREFECT_RUNNER_POLL_FREQUENCY": "1", "GONGKAI_JITTER_MINUTES": "0", "GONGKAI_DISCOVER_AT": "0 0 1 1 *", "GONGKAI_RECHECK_AT": "0 0 2 1 *",
        }  # fmt: skip
        command = [sys.executable, "-c", "from flows.cli import main; main()", "serve", "--registry", str(registry)]
        self.process = subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=ROOT
        )
        until(lambda: "are served" in self.log or self.process.poll() is not None)

    @property
    def log(self) -> str:
        file = Home(self.home).serve_log
        return file.read_text(encoding="utf-8") if file.exists() else ""

    def begin(self, flow: str) -> None:
        """Play a deployment now, and not when its time has come.

        Prefect's own client asks again if the server's database was locked (503), as its runner and our watch do.
        """
        with SyncPrefectClient(f"http://127.0.0.1:{self.port}/api") as client:
            deployment = client.read_deployment_by_name(f"{flow}/{flow}")
            client.create_flow_run_from_deployment(deployment.id, state=Scheduled())

    def ends(self, flow: str) -> str:
        """The line that says how it ended; lines before it are none of its."""
        begun = self.log.count("\n")
        self.begin(flow)

        def lines() -> list[str]:
            return [line for line in self.log.splitlines()[begun:] if f" {flow} ends" in line or "skipped" in line]

        until(lines)
        return lines()[0]


@pytest.fixture(autouse=True)
def _own_log(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What this process leaves behind of Prefect's is its own."""
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path / "prefect"))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    serving = Server(tmp_path_factory.mktemp("served"))
    yield serving
    for left in processes.tree(serving.process.pid)[::-1]:
        with suppress(ProcessLookupError):
            os.kill(left, signal.SIGKILL)
    serving.process.wait()


def test_it_says_where_its_pages_are_in_the_time_of_china(server: Server) -> None:
    (line,) = [line for line in server.log.splitlines() if "are served" in line]
    assert f"+08:00 nights of {server.home} are served; pages at http://127.0.0.1:{server.port}" in line
    record = served.read_served(server.home)
    assert record is not None and record.is_alive and record.process.pid == server.process.pid


def test_what_is_next_is_told_and_written_down(server: Server) -> None:
    until(lambda: "next: discover at 20" in server.log)
    record = served.read_served(server.home)
    assert record is not None and record.next_at is not None
    assert (record.next_name, record.next_at[4:]) == ("discover", "-12-31T16:00:00+00:00")  # midnight in China


def test_a_night_that_is_due_beside_another_run_is_skipped_and_says_why(server: Server) -> None:
    with writing(server.home, "a rebuild"):
        line = server.ends("recheck")
    assert "recheck is skipped: another run is writing" in line and "(a rebuild)" in line
    assert nights(server.home) == []


def test_a_night_says_how_it_ended(server: Server) -> None:
    line = server.ends("discover")
    assert "discover ends: NoPortal: run 20" in line and "no portal answered" in line
    assert [(night.purpose, night.status) for night in nights(server.home)] == [("night", "refused")]


def test_a_home_has_one_server(server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    said = f"are served already by process {server.process.pid}, pages at http://127.0.0.1:{server.port}"
    with pytest.raises(AnotherRunError, match=said), served.alone(server.home):
        pass


def test_a_port_that_is_taken_is_named_with_its_setting(server: Server) -> None:
    with pytest.raises(NightError, match=f"port {server.port} is taken; the setting ui_port"):
        require_free(server.port)


def test_its_end_is_tidy_and_soon(server: Server) -> None:
    """The last of this file: the server is gone after it."""
    server.begin("recheck")
    until(lambda: server.log.count("recheck begins") == 2)
    running = [processes.process(pid) for pid in processes.tree(server.process.pid)]
    assert len(running) >= 3  # itself, Prefect's server, the night
    server.process.send_signal(signal.SIGTERM)
    assert server.process.wait(timeout=30) == 0
    assert [each for each in running if each.is_alive] == []
    assert "ending: what is in the archive stays" in server.log


def test_a_night_of_a_killed_server_is_ended_with_what_it_has_started(tmp_path: Path) -> None:
    night = """
import pathlib, subprocess, sys
from store.lock import writing
with writing(pathlib.Path(sys.argv[1])):
    subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    print("writing", flush=True)
    sys.stdin.read()
"""
    serving = """
import pathlib, subprocess, sys
from store.marks import leave_mark
leave_mark(pathlib.Path(sys.argv[1]))
print(subprocess.Popen([sys.executable, "-c", sys.argv[2], sys.argv[1]], stdin=subprocess.PIPE).pid, flush=True)
sys.stdin.read()
"""
    command = [sys.executable, "-c", serving, str(tmp_path), night]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT) as server:
        assert server.stdout is not None
        pid = int(server.stdout.readline())
        assert server.stdout.readline() == "writing\n"
        children = [processes.process(each) for each in processes.tree(pid)]
        os.kill(pid, signal.SIGSTOP)  # else it would end by itself with its standard input
        server.kill()
        server.wait()
    assert collect(tmp_path) == () and all(child.is_alive for child in children)
    assert {left.pid for left in (*collect(tmp_path, with_runs=True), *collect(tmp_path))} == {
        child.pid for child in children
    }
    with writing(tmp_path):
        assert not any(child.is_alive for child in children)


def test_a_night_that_takes_too_long_is_ended_by_its_setting() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with pytest.raises(NightError, match=r"ended after .* hours \(night_hours\)"), limited(0.1 / 3600):
        time.sleep(20)
    assert signal.getsignal(signal.SIGTERM) == before


def test_the_log_of_the_server_is_kept_small(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(served, "LOG_BYTES", 200)
    with served.logged(tmp_path):
        for number in range(40):
            served.log.info("night %s begins", number)
    assert "night 39 begins" in capsys.readouterr().out
    files = sorted(Home(tmp_path).logs.iterdir())
    assert len(files) == 1 + served.LOG_FILES and all(file.stat().st_size <= 200 for file in files)


def test_that_no_night_has_come_is_sent_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[str] = []

    def send(digest: Digest, settings: object) -> list[str]:
        sent.extend(alert.code for alert in digest.alerts)
        return []

    monkeypatch.setattr(watch, "send", send)
    home = tmp_path / "home"
    record = served.begun(home, "http://127.0.0.1:4200", datetime.now(UTC))
    began = datetime.now(UTC) - timedelta(hours=47)
    write_night(home, NightRecord(f"{began:%Y%m%dT%H%M%SZ}-0a1b", "night", began.isoformat()))
    assert watch.missed(home, record) == record and sent == []
    write_night(home, NightRecord(f"{began:%Y%m%dT%H%M%SZ}-0a1b", "night", (began - timedelta(hours=2)).isoformat()))
    told = watch.missed(home, record)
    assert watch.missed(home, told) == told and sent == ["no-night"]
    again = served.begun(home, record.url, datetime.now(UTC))  # another server, later
    assert watch.missed(home, again) == again and sent == ["no-night"]


@pytest.mark.parametrize(("minutes", "is_scheduled", "waits"), [(20, True, True), (0, True, False), (20, False, False)])
def test_only_a_night_that_the_clock_has_begun_waits_a_while(
    minutes: int, is_scheduled: bool, waits: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    context = SimpleNamespace(flow_run=SimpleNamespace(auto_scheduled=is_scheduled))
    monkeypatch.setattr(deployed, "FlowRunContext", SimpleNamespace(get=lambda: context))
    monkeypatch.setattr(deployed.time, "sleep", waited.append)
    deployed._wait(minutes)
    assert [0 <= seconds <= 20 * 60 for seconds in waited] == [True] * waits


def test_a_work_pool_has_the_same_deployments_by_the_same_clocks(tmp_path: Path) -> None:
    ours = {
        (each.name, each.entrypoint.rpartition(":")[2] if each.entrypoint else each.flow_name): [
            (schedule.schedule.cron, schedule.schedule.timezone) for schedule in each.schedules or ()
        ]
        for each in deployments(tmp_path, None, read_settings(tmp_path), is_practice=False)
    }
    listed = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))["deployments"]
    theirs = {
        (each["name"], each["entrypoint"].removeprefix("flows/deployed.py:")): [
            (schedule["cron"], schedule["timezone"]) for schedule in each.get("schedules", ())
        ]
        for each in listed
    }
    assert ours == theirs and TIME_ZONE == "Asia/Shanghai"


def test_an_expression_that_is_no_clock_is_named(tmp_path: Path) -> None:
    settings = read_settings(tmp_path).model_copy(update={"discover_at": "61 25 * * *"})
    with pytest.raises(NightError, match=r"'61 25 \* \* \*' is no cron expression"):
        deployments(tmp_path, None, settings, is_practice=False)


def test_prefects_scheduler_knows_the_clock_of_china() -> None:
    """It did not with the version of a library of its that its own limits allow (``findings``)."""
    from prefect.server.schemas.schedules import CronSchedule

    now = datetime(2026, 1, 1, tzinfo=UTC)
    (first, second) = asyncio.run(CronSchedule(cron="30 1 * * *", timezone=TIME_ZONE).get_dates(2, start=now))
    assert first.astimezone(UTC) == datetime(2026, 1, 1, 17, 30, tzinfo=UTC)
    assert second - first == timedelta(days=1)
