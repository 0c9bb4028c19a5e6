"""A Prefect server and the workers of a work pool, each with a home of its own, as on several machines."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.error import URLError

from store import processes
from tests.deck.guest import free_port

POOL = "crawlers"
PREFECT = [sys.executable, "-m", "prefect"]
QUIET = {
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    "PREFECT_CLI_PROMPT": "false",
    "PREFECT_LOGGING_LEVEL": "WARNING",
    "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
    "PREFECT_WORKER_QUERY_SECONDS": "2",
}
START_SECONDS = 180


@contextmanager
def prefect_server(folder: Path) -> Iterator[dict[str, str]]:
    """The environment of whoever is to find the server, which has a work pool."""
    port = free_port()
    url = f"http://127.0.0.1:{port}/api"
    environment = QUIET | {"PREFECT_API_URL": url, "PREFECT_HOME": str(folder)}
    command = [*PREFECT, "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(command, env=os.environ | environment, stdout=log, stderr=log)
    try:
        _wait(f"{url}/health")
        create = [*PREFECT, "work-pool", "create", POOL, "--type", "process"]
        subprocess.run(create, env=os.environ | environment, check=True, stdout=subprocess.DEVNULL)
        yield environment
    finally:
        end(server)


class Worker:
    """One at a time of the pool's jobs, in a home of its own."""

    def __init__(self, home: Path, environment: Mapping[str, str]) -> None:
        home.mkdir(parents=True)
        self.home = home
        command = [
            *PREFECT,
            "worker",
            "start",
            "--pool",
            POOL,
            "--type",
            "process",
            "--name",
            home.name,
            "--limit",
            "1",
        ]
        environment = os.environ | dict(environment) | {"GONGKAI_HOME": str(home)}
        with (home / "worker.log").open("wb") as log:
            self.process = subprocess.Popen(command, env=environment, cwd=home, stdout=log, stderr=log)

    @property
    def is_asking(self) -> bool:
        """Whether a crawler of it has written a capture."""
        return any(self.home.glob("shards/*/archive/captures/2*.jsonl"))

    def kill(self) -> None:
        """As a machine that loses power."""
        for pid in processes.tree(self.process.pid):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait()


def end(process: subprocess.Popen[bytes]) -> None:
    left = [processes.process(pid) for pid in processes.tree(process.pid)]
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(timeout=10)
    processes.end(left)
    process.wait()


def _wait(url: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=2):  # noqa: S310  loopback
                return
        except (URLError, OSError):
            time.sleep(0.5)
    raise TimeoutError(url)
