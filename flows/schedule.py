"""The nightly schedule: a local Prefect server, where no other is named, and the flow served on it."""

from __future__ import annotations

import multiprocessing
import os
import socket
import subprocess
import sys
import time
import urllib.request
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError

from flows.errors import NightError
from flows.prefect_settings import keep_prefect_in
from flows.steps import require_bureaus
from store.lock import collect

TIME_ZONE = "Asia/Shanghai"
_START_SECONDS = 180
_STOP_SECONDS = 20


def serve_nightly(home: Path, cron: str, registry: Path | None) -> None:
    """Play the night by ``cron`` (five fields, Beijing time) until interrupted; raises ``NightError``."""
    require_bureaus(registry)
    collect(home)
    keep_prefect_in(home)
    with _server():
        # Prefect reads its settings when it is imported: not before they are made
        from prefect.schedules import Cron

        from flows.nightly import nightly

        try:
            schedule = Cron(cron, timezone=TIME_ZONE)
        except ValueError as error:
            raise NightError(f"{cron!r} is no cron expression") from error
        warnings.filterwarnings("ignore", "coroutine 'Runner.astop' was never awaited", RuntimeWarning)
        try:
            nightly.serve(
                name="nightly",
                schedule=schedule,
                parameters={"home": str(home.resolve()), "registry": str(registry.resolve()) if registry else None},
                limit=1,
            )
        finally:
            _stop_nights()


def _stop_nights() -> None:
    """End the nights still playing, each a process of its own, while the server that they report to is there."""
    nights = multiprocessing.active_children()
    for night in nights:
        night.terminate()
    for night in nights:
        night.join(_STOP_SECONDS)
        if night.is_alive():
            night.kill()


@contextmanager
def _server() -> Iterator[None]:
    """A Prefect server on a free loopback port; nothing is started where ``PREFECT_API_URL`` names one."""
    if os.environ.get("PREFECT_API_URL"):
        yield
        return
    port = _free_port()
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603
    try:
        _wait(f"http://127.0.0.1:{port}/api/health", server)
        os.environ["PREFECT_API_URL"] = f"http://127.0.0.1:{port}/api"
        yield
    finally:
        server.terminate()
        server.wait(timeout=30)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(url: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=2):  # noqa: S310  loopback, fixed scheme
                return
        except (URLError, OSError):
            time.sleep(0.5)
    raise NightError("the Prefect server did not start")
