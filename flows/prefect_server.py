"""Prefect's server in a process of its own on loopback: begun at once, awaited when it is needed, ended with who began it.

Prefect would start one by itself for a night that is played by hand, but only once it is asked for, and it imports all of its
server into the night's process to do so: the longer half of a night that finds nothing new.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.error import URLError

from flows.errors import NightError
from store import processes

if TYPE_CHECKING:  # the process that begins a server does not import it
    from fastapi import FastAPI

LOOPBACK = "127.0.0.1"
START_SECONDS = 180.0
"""The first one in a home makes its database, which takes a loaded machine a while."""
STOP_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class PrefectServer:
    process: subprocess.Popen[bytes]
    url: str
    """Of its API."""

    @property
    def has_ended(self) -> bool:
        return self.process.poll() is not None

    @property
    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/health", timeout=2):  # noqa: S310  loopback, fixed scheme
                return True
        except (URLError, OSError):
            return False

    def wait(self) -> None:
        """Until it answers; raises ``NightError`` if it does not."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and not self.has_ended:
            if self.answers:
                return
            time.sleep(0.05)
        raise NightError("Prefect's server did not start")

    def end(self) -> None:
        """With all that it has started. One that still starts is not asked: it would first start, and the next goes on from there."""
        left = [processes.process(pid) for pid in processes.tree(self.process.pid)]
        if self.answers:
            self.process.terminate()
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(timeout=STOP_SECONDS)
        self.process.kill()
        processes.end(left)
        self.process.wait()


@contextmanager
def server_with_pages(port: int) -> Iterator[PrefectServer]:
    """The whole of Prefect: its pages, its clock, its scheduler. The port must be free."""
    with _running(["-m", "prefect", "server", "start", "--host", LOOPBACK, "--port", str(port)], port) as server:
        yield server


@contextmanager
def server_of_a_night() -> Iterator[PrefectServer | None]:
    """What records one flow while it runs, on any port that is free, as ``PREFECT_API_URL`` of this process.

    None if a server has been named there. To be entered before Prefect is imported, which then finds the address in its settings.
    """
    if os.environ.get("PREFECT_API_URL"):
        yield None
        return
    port = _free_port()
    command = ["-m", "uvicorn", "--factory", f"{__name__}:recorder", "--log-level", "error", "--lifespan", "on"]
    with (
        _running([*command, "--host", LOOPBACK, "--port", str(port)], port) as server,
        environment(PREFECT_API_URL=server.url),
    ):
        yield server


def recorder() -> FastAPI:
    """What uvicorn serves: Prefect's application as Prefect itself starts it for a flow without a server."""
    from prefect.server.api.server import create_app  # in the server's process only

    return create_app(ephemeral=True, final=True)


@contextmanager
def _running(arguments: list[str], port: int) -> Iterator[PrefectServer]:
    # a session of its own: Ctrl-C on the terminal reaches the nights' process first, and the server after them
    process = subprocess.Popen(  # noqa: S603  # our own interpreter
        [sys.executable, *arguments], stdout=subprocess.DEVNULL, start_new_session=True
    )
    server = PrefectServer(process, f"http://{LOOPBACK}:{port}/api")
    try:
        yield server
    finally:
        with undisturbed():
            server.end()


def require_free(port: int) -> None:
    """Raises ``NightError``, which names the setting, if something else answers there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError as error:
            raise NightError(
                f"port {port} is taken; the setting ui_port (GONGKAI_UI_PORT) gives Prefect's pages another one"
            ) from error


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


@contextmanager
def environment(**values: str) -> Iterator[None]:
    """Variables of this process and of those it starts, for the length of a ``with`` block."""
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


@contextmanager
def undisturbed() -> Iterator[None]:
    """An end that is under way is not interrupted by whoever asks for it a second time."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    handlers = {number: signal.signal(number, signal.SIG_IGN) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
