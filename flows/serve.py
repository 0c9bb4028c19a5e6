"""Nights by the clock: one process with a Prefect server of its own, which plays them and says how each came out.

The lease decides who writes (`store.lock`); Prefect only says when. If this process is killed, the next one ends what it
has left running. Where ``PREFECT_API_URL`` names a server, that one is used, and none is started.
"""

from __future__ import annotations

import asyncio
import os
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from flows import served
from flows.errors import NightError
from flows.prefect_server import PrefectServer, environment, require_free, server_with_pages, undisturbed
from flows.prefect_settings import keep_prefect_in
from flows.steps import require_bureaus
from store import processes
from store.lock import collect
from store.settings import Settings, read_settings

if TYPE_CHECKING:  # Prefect reads its settings when it is imported: not before they are made
    from prefect.deployments.runner import RunnerDeployment
    from prefect.runner import Runner

    from flows.watch import Watch

STOP_SECONDS = 15.0
"""For the nights to end by themselves; with the server's own end it stays below half a minute."""
LOOK_SECONDS = 2.0
AT_ONCE = 5
"""Nights that Prefect may start beside each other. Only one gets the right to write; the others say that they are skipped."""
TRIES, QUICK_SECONDS = 3, 120.0
"""A server that ends is started anew, but not if it has ended so often within so short a time."""


def serve_nights(home: Path, registry: Path | None = None, *, is_practice: bool = False) -> None:
    """Play the nights of ``home`` by its settings until interrupted.

    Raises ``AnotherRunError`` if they are served already, ``NightError`` if the port is taken or Prefect does not start.
    """
    if not is_practice:
        require_bureaus(registry)
    settings = read_settings(home)
    with served.alone(home), served.logged(home):
        _clear(home)
        keep_prefect_in(home)
        tries: list[float] = []
        while _serve_once(home, registry, settings, is_practice=is_practice):
            tries = [each for each in (*tries, time.monotonic()) if time.monotonic() - each < QUICK_SECONDS]
            if len(tries) >= TRIES:
                raise NightError("Prefect has ended again and again; logs/serve.log and its own log say more")
            served.log.warning("Prefect has ended; it is started anew")


def _clear(home: Path) -> None:
    """End what a killed server has left running: its nights first, then what they had started."""
    for left in (*collect(home, with_runs=True), *collect(home)):
        served.log.warning("ended what a killed server had left running: %s (%s)", left.pid, left.command)


def _serve_once(home: Path, registry: Path | None, settings: Settings, *, is_practice: bool) -> bool:
    """Serve until interrupted, or until Prefect has ended: whether it has."""
    with ExitStack() as stack:
        server = None if os.environ.get("PREFECT_API_URL") else stack.enter_context(_server(settings.ui_port))
        url = server.url if server else os.environ["PREFECT_API_URL"]
        stack.enter_context(environment(PREFECT_API_URL=url))
        from flows.deployments import deployments  # brings Prefect, which reads its settings when it is imported
        from flows.watch import Watch  # the same

        nights = deployments(home, registry, settings, is_practice=is_practice)
        watch = stack.enter_context(Watch(home, url, is_own=server is not None))
        watch.tidy_up()
        playing = stack.enter_context(_playing(nights, server))
        served.log.info("nights of %s are served; pages at %s", home, url.removesuffix("/api"))
        return _watched(watch, playing, server)


@contextmanager
def _server(port: int) -> Iterator[PrefectServer]:
    require_free(port)
    with server_with_pages(port) as server:
        server.wait()
        yield server


def _watched(watch: Watch, playing: Playing, server: PrefectServer | None) -> bool:
    try:
        while playing.thread.is_alive() and (server is None or not server.has_ended):
            watch.look()
            time.sleep(LOOK_SECONDS)
    except KeyboardInterrupt:
        served.log.info("ending: what is in the archive stays, the next night goes on from there")
        return False
    return True


@dataclass(frozen=True, slots=True)
class Playing:
    runner: Runner
    thread: threading.Thread


@contextmanager
def _playing(nights: list[RunnerDeployment], server: PrefectServer | None) -> Iterator[Playing]:
    """Prefect's runner, which starts each night as a process, in a thread: the main one watches, and takes the signals."""
    from prefect.runner import Runner

    runner = Runner(name="gongkai", limit=AT_ONCE, pause_on_shutdown=False)
    for night in nights:
        runner.add_deployment(night)
    playing = Playing(runner, threading.Thread(target=_run, args=(runner,), daemon=True, name="runner"))
    playing.thread.start()
    try:
        yield playing
    finally:
        with undisturbed():
            _end(playing, server)


def _run(runner: Runner) -> None:
    try:
        asyncio.run(runner.start())
    except Exception as error:  # noqa: BLE001  whatever it is: the thread has ended, and is started anew
        served.log.warning("Prefect's runner has ended: %s: %s", type(error).__name__, error)


def _end(playing: Playing, server: PrefectServer | None) -> None:
    """End the nights that are playing, while the server that they report to is there."""
    started = [processes.process(pid) for pid in processes.tree(os.getpid()) if pid != os.getpid()]
    if playing.runner.started:
        with suppress(RuntimeError):
            playing.runner.execute_in_background(playing.runner.astop)
    playing.thread.join(STOP_SECONDS)
    servers = {*processes.tree(server.process.pid)} if server else set()
    processes.end([each for each in started if each.pid not in servers])
