"""The portals in a process of their own, for the length of a ``with`` block."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO
from urllib.error import URLError

from practice.errors import PracticeError
from practice.hosts import CONTROL_ADDRESS, DEFAULT_PORT, HOSTS
from practice.log import Visit, fetch_visits
from practice.server import bind

PATIENCE_S = 30.0
STOPPING_S = 5.0


@contextmanager
def running(port: int = DEFAULT_PORT, faults: bool = False, load_test: int = 0) -> Iterator[int]:
    """Serve in the background; yields the port once the portals answer, stops them at the end.

    ``faults`` adds the fault deck; ``load_test`` serves so many tiny bureaus instead of the portals. Raises `PracticeError` if the
    port is busy or the process ends before it answers.
    """
    for listener in bind(port, () if load_test else HOSTS):
        listener.close()
    command = [sys.executable, "-m", "practice", "--port", str(port), "--until-input-closes"]
    command += ["--faults"] if faults else []
    command += ["--load-test", str(load_test)] if load_test else []
    # what the process says goes to a file: a full pipe would stop it
    with (
        tempfile.TemporaryFile() as errors,
        subprocess.Popen(  # noqa: S603 - our own interpreter
            command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=errors
        ) as process,
    ):
        try:
            _wait(process, port, errors)
            yield port
        finally:
            _stop(process)


def visits(port: int, reset: bool = False) -> list[Visit]:
    """Every request since the start (or the last reset) in the order in which the answers ended."""
    return fetch_visits(CONTROL_ADDRESS, port, reset)


def counts(port: int, reset: bool = False) -> dict[str, Counter[str]]:
    """Requests since the start (or the last reset) by address, then by ``METHOD /path?query``."""
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for visit in visits(port, reset):
        counted[visit.address][f"{visit.method} {visit.path}"] += 1
    return dict(counted)


def _wait(process: subprocess.Popen[bytes], port: int, errors: IO[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        if process.poll() is not None:
            errors.seek(0)
            lines = errors.read().decode(errors="replace").strip().splitlines()
            raise PracticeError(lines[-1] if lines else "the practice portals ended before they answered")
        try:
            visits(port)
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.05)
        else:
            return
    raise PracticeError(f"the practice portals did not answer on port {port} within {PATIENCE_S:.0f} seconds")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOPPING_S)
    except subprocess.TimeoutExpired:
        process.kill()
