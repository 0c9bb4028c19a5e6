"""A night on several machines gives what the same night gives on one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import practice
from crawler.archive.moving import pull_logs
from crawler.archive.verify import verify
from crawler.registry import dump
from store.home import Home
from tests.soak.soak import CONTENTS, differences, rows

pytestmark = pytest.mark.scale

PORT = 8730
GONGKAI = [sys.executable, "-c", "from flows.entry import main; main()"]


def night(home: Path, registry: Path, environment: dict[str, str], *command: str) -> subprocess.CompletedProcess[str]:
    arguments = command or ("run", "--plain", "--any-hour", "--registry", str(registry))
    done = subprocess.run(
        [*GONGKAI, *arguments],
        env=environment | {"GONGKAI_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("scale") / "registry.yaml"
    dump(rows(PORT, cases=()), file)
    return file


@pytest.fixture(scope="module")
def alone(registry: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home after a night on this machine alone."""
    home = tmp_path_factory.mktemp("alone")
    with practice.running(PORT):
        night(home, registry, dict(os.environ))
    return home


def test_a_night_on_several_machines_is_that_of_one(
    alone: Path, registry: Path, environment: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with practice.running(PORT):
        night(tmp_path, registry, environment)
    assert list(differences(alone, tmp_path, CONTENTS)) == []
    assert not Home(tmp_path).objects.exists()
    on_one = verify(alone)
    monkeypatch.setenv("GONGKAI_ARCHIVE_URL", environment["GONGKAI_ARCHIVE_URL"])
    in_store = verify(tmp_path)
    assert on_one.is_sound and in_store.is_sound
    assert (in_store.objects, in_store.captures) == (on_one.objects, on_one.captures)
    elsewhere = tmp_path / "elsewhere"
    pull_logs(elsewhere)
    assert verify(elsewhere) == in_store, "another machine has it all"


def test_a_worker_that_dies_loses_nothing(
    alone: Path, registry: Path, environment: dict[str, str], cluster: object, tmp_path: Path
) -> None:
    killed = threading.Thread(
        target=_kill_a_worker, args=(cluster, lambda: list(Home(tmp_path).landings())), daemon=True
    )
    killed.start()
    with practice.running(PORT):
        night(tmp_path, registry, environment)
    assert not killed.is_alive(), "no worker was killed"
    assert list(differences(alone, tmp_path, CONTENTS)) == []


def _kill_a_worker(cluster: object, landings: Callable[[], list[object]]) -> None:
    """While documents are read."""
    from distributed import Client  # installed for these tests only

    with Client(cluster) as client:
        while not any(client.processing().values()):
            time.sleep(0.02)
        busy = next(address for address, tasks in client.processing().items() if tasks)
        os.kill(client.run(os.getpid, workers=[busy])[busy], signal.SIGKILL)
