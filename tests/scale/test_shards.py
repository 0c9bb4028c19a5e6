"""A night whose portals are asked in shards, by workers of a Prefect pool, gives what the same night gives on one machine."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import practice
from crawler.politeness.rules import host_of
from crawler.registry import Bureau, dump
from practice.log import Rules, Visit, violations
from store.capture import captures
from store.home import Home
from store.landed import sightings
from tests.deck.guest import free_port
from tests.scale.test_ledger import connected, kill_connections
from tests.scale.test_night import GONGKAI, night
from tests.scale.workers import POOL, Worker, end, prefect_server
from tests.soak.soak import CONTENTS, differences

pytestmark = pytest.mark.scale

BUREAUS = int(os.environ.get("SCALE_BUREAUS", "100"))
"""A thousand take a quarter of an hour."""
FEW = 24
REPORTS = 3
"""Of each bureau of the load test; with its robots.txt and its list these are five requests."""
DELAY = 12.0
BUDGET = 10
"""Pace and budget of portals in whose night a worker is killed: its log has been shared once by then."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    with prefect_server(tmp_path_factory.mktemp("prefect")) as environment:
        yield environment


@pytest.fixture(name="shared")
def _shared(environment: dict[str, str], server: dict[str, str], postgres: str) -> dict[str, str]:
    """What a night in shards and its workers have in common."""
    with connected(postgres) as database:
        database.execute("drop schema if exists ledger cascade")
    settings = {"GONGKAI_LEDGER_URL": postgres, "GONGKAI_CRAWL_SHARDS": "4", "GONGKAI_WORK_POOL": POOL}
    return environment | server | settings | {"GONGKAI_MIN_FREE_MB": "0"}


@pytest.fixture(name="workers")
def _workers(shared: dict[str, str], tmp_path: Path) -> Iterator[list[Worker]]:
    workers = [Worker(tmp_path / f"worker-{number}", shared) for number in range(2)]
    yield workers
    for worker in workers:
        end(worker.process)


def registry(folder: Path, rows: tuple[Bureau, ...]) -> Path:
    file = folder / "registry.yaml"
    dump(rows, file)
    return file


def paced(port: int, delay: float, budget: int) -> tuple[Bureau, ...]:
    return tuple(
        replace(row, portal={**row.portal, "download_delay": delay, "daily_budget": budget})
        for row in practice.load_test_rows(FEW, port)
    )


def played(home: Path, file: Path, environment: dict[str, str]) -> None:
    night(home, file, environment)


def crawled(home: Path, file: Path, environment: dict[str, str]) -> None:
    """A night without a release."""
    night(home, file, environment, "crawl", "--any-hour", "--registry", str(file))


def landed(home: Path) -> list[tuple[str | None, str]]:
    """Which bureau showed what, each as often as it was landed in any run."""
    found = (sighting for landing in Home(home).landings() for sighting in sightings(landing))
    return sorted((sighting.bureau_code, sighting.url) for sighting in found)


def entered(postgres: str) -> dict[str, int]:
    """Requests by host, as the ledger has them."""
    with connected(postgres) as database:
        return dict(database.execute("select host, sum(requests)::integer from ledger.spent group by host").fetchall())


def test_a_night_in_shards_is_that_of_one_machine(
    shared: dict[str, str], workers: list[Worker], postgres: str, tmp_path: Path
) -> None:
    port = free_port()
    file = registry(tmp_path, practice.load_test_rows(BUREAUS, port))
    one, several = tmp_path / "one", tmp_path / "several"
    with practice.running(port, load_test=BUREAUS):
        began = time.monotonic()
        played(one, file, dict(os.environ))
        print(f"{BUREAUS} bureaus on one machine: {time.monotonic() - began:.0f} s")
        practice.visits(port, reset=True)
        began = time.monotonic()
        played(several, file, shared)
        print(f"{BUREAUS} bureaus in shards: {time.monotonic() - began:.0f} s")
        visits = practice.visits(port)
    assert list(differences(one, several, CONTENTS)) == []
    assert len(landed(several)) == REPORTS * BUREAUS
    assert landed(several) == landed(one)
    assert not Home(several).objects.exists() and not Home(several).ledger.exists()
    assert all(Home(worker.home).shards.exists() for worker in workers), "both have asked"
    assert entered(postgres) == logged(several), "each request was entered, and each entry is a request"
    assert all(count <= entered(postgres)[host] for host, count in counted(visits).items())


def test_a_worker_that_dies_loses_and_doubles_nothing(
    shared: dict[str, str], workers: list[Worker], postgres: str, tmp_path: Path
) -> None:
    port = free_port()
    file = registry(tmp_path, paced(port, DELAY, BUDGET))
    killer = threading.Thread(target=kill_one, args=(workers,), daemon=True)
    with practice.running(port, load_test=FEW):
        killer.start()
        played(tmp_path / "home", file, shared | {"GONGKAI_CRAWL_SHARDS": "2"})
        visits = practice.visits(port)
    killer.join(timeout=1)
    assert not killer.is_alive(), "no worker was killed"
    found = landed(tmp_path / "home")
    assert len(found) == len(set(found)) == REPORTS * FEW
    rules = Rules(delay=DELAY, daily_budget=BUDGET)
    assert violations(visits, {visit.address: rules for visit in visits}, tolerance=0.1) == []
    spent = entered(postgres)
    assert all(count <= spent[host] <= BUDGET for host, count in counted(visits).items())
    again = counted(visits).total() - 5 * FEW
    assert 0 < again < 2 * FEW, f"{again} requests more: what was shared half a minute ago is answered by the archive"


def test_a_ledger_whose_connections_end_is_found_again(
    shared: dict[str, str], workers: list[Worker], postgres: str, tmp_path: Path
) -> None:
    port = free_port()
    file = registry(tmp_path, paced(port, 1.0, BUDGET))
    cutter = threading.Thread(target=cut, args=(workers, postgres), daemon=True)
    with practice.running(port, load_test=FEW):
        cutter.start()
        crawled(tmp_path / "home", file, shared | {"GONGKAI_CRAWL_SHARDS": "2"})
        visits = practice.visits(port)
    assert not cutter.is_alive(), "no connection was ended"
    assert len(landed(tmp_path / "home")) == REPORTS * FEW
    rules = Rules(delay=1.0, daily_budget=BUDGET)
    assert violations(visits, {visit.address: rules for visit in visits}, tolerance=0.1) == []


def test_what_workers_of_a_killed_night_found_is_the_next_ones(
    shared: dict[str, str], workers: list[Worker], postgres: str, tmp_path: Path
) -> None:
    port, home = free_port(), tmp_path / "home"
    file = registry(tmp_path, paced(port, 2.0, BUDGET))
    environment = shared | {"GONGKAI_CRAWL_SHARDS": "3", "GONGKAI_HOME": str(home)}
    with practice.running(port, load_test=FEW):
        command = [*GONGKAI, "crawl", "--any-hour", "--registry", str(file)]
        killed = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while not ended(postgres):
            assert killed.poll() is None, "two of three shards are asked, the third waits"
            time.sleep(0.1)
        killed.kill()
        killed.wait()
        crawled(home, file, environment)
        visits = practice.visits(port)
    found = landed(home)
    assert len(found) == len(set(found)) == REPORTS * FEW
    assert len([landing for landing in Home(home).landings() if landing.sightings.stat().st_size]) == 2
    rules = Rules(delay=2.0, daily_budget=BUDGET)
    assert violations(visits, {visit.address: rules for visit in visits}, tolerance=0.1) == []


def logged(home: Path) -> dict[str, int]:
    """Requests by host, as the logs have them; one that met a connection just being closed has not been seen by its portal."""
    log = (capture for file in Home(home).capture_logs() for capture in captures(file))
    return dict(Counter(host_of(capture.url) for capture in log if capture.is_request))


def ended(postgres: str) -> int:
    """How many shards have ended."""
    with connected(postgres) as database:
        if database.execute("select to_regclass('ledger.shard')").fetchone() == (None,):
            return 0
        return database.execute("select count(*) from ledger.shard where has_ended").fetchone()[0]


def counted(visits: list[Visit]) -> Counter[str]:
    return Counter(visit.address for visit in visits)


def kill_one(workers: list[Worker]) -> None:
    """Once the logs have been shared: half a minute, and a capture that comes after."""
    while not any(worker.is_asking for worker in workers):
        time.sleep(0.1)
    time.sleep(3.4 * DELAY)
    next(worker for worker in workers if worker.is_asking).kill()


def cut(workers: list[Worker], postgres: str) -> None:
    while not all(worker.is_asking for worker in workers):
        time.sleep(0.1)
    for _ in range(3):
        time.sleep(1)
        kill_connections(postgres)
