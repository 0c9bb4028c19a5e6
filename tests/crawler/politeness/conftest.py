"""A portal of this machine that writes down who came when, and a guest: Scrapy, the polite half of its settings, no more."""

from __future__ import annotations

import asyncio
import json
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests import warm

ROOT = Path(__file__).resolve().parents[3]
GUEST = Path(__file__).with_name("guest.py")


@dataclass(frozen=True, slots=True)
class Answer:
    """``seconds`` is how long the portal thinks about it; a ``status`` of 0 ends the connection without a word."""

    status: int = 200
    body: bytes = b"a page"
    headers: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0


@dataclass(slots=True)
class Visit:
    path: str
    started: float
    ended: float = 0.0


class Portal:
    """``answers`` maps a path to an `Answer`, or to a function of the number of the request to it."""

    def __init__(self, address: str, tls: ssl.SSLContext | None = None) -> None:
        self.answers: dict[str, Answer | Callable[[int], Answer]] = {"/robots.txt": Answer(404, b"")}
        self.visits: list[Visit] = []
        self.connections = 0
        self._loop = asyncio.new_event_loop()
        self._server = self._loop.run_until_complete(asyncio.start_server(self._serve, address, 0, ssl=tls))
        port = self._server.sockets[0].getsockname()[1]
        self.address = address
        self.base_url = f"{'https' if tls else 'http'}://{address}:{port}"
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def paths(self) -> list[str]:
        return [visit.path for visit in self.visits]

    def starts(self) -> list[float]:
        return [visit.started for visit in self.visits]

    def gaps(self) -> list[float]:
        return [after - before for before, after in pairwise(self.starts())]

    def is_single_file(self) -> bool:
        return all(after.started >= before.ended > 0 for before, after in pairwise(self.visits))

    def close(self) -> None:
        asyncio.run_coroutine_threadsafe(self._leave(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _leave(self) -> None:
        self._server.close()
        guests = asyncio.all_tasks() - {asyncio.current_task()}
        for guest in guests:
            guest.cancel()
        await asyncio.gather(*guests, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while request := await reader.readuntil(b"\r\n\r\n"):
                visit = Visit(request.split(b" ")[1].decode(), time.time())
                self.visits.append(visit)
                answer = self._answer(visit.path)
                await asyncio.sleep(answer.seconds)
                if not answer.status:
                    break
                headers = {"Content-Length": len(answer.body), **answer.headers}
                lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
                visit.ended = time.time()
                writer.write(f"HTTP/1.1 {answer.status} Said\r\n{lines}\r\n".encode() + answer.body)
                await writer.drain()
        except (asyncio.IncompleteReadError, asyncio.CancelledError, ConnectionError):
            pass
        finally:
            writer.close()

    def _answer(self, path: str) -> Answer:
        answer = self.answers.get(path, Answer())
        return answer(self.paths().count(path)) if callable(answer) else answer


@pytest.fixture(name="portal")
def _portal() -> Iterator[Portal]:
    portal = Portal("127.0.0.1")
    yield portal
    portal.close()


@pytest.fixture(name="opened", scope="module")
def _opened() -> Iterator[Callable[..., Portal]]:
    """Opens further portals, and closes them."""
    portals: list[Portal] = []

    def opened(address: str, tls: ssl.SSLContext | None = None) -> Portal:
        portals.append(Portal(address, tls))
        return portals[-1]

    yield opened
    for portal in portals:
        portal.close()


ENVIRONMENT = {"PYTHONPATH": str(ROOT)}


def wanted(home: Path, urls: list[str], settings: dict[str, object] | None = None, **limits: object) -> str:
    """A guest that asks for addresses in their order, without pause and at any hour unless ``limits`` say so."""
    return json.dumps(
        {
            "home": str(home),
            "urls": urls,
            "limits": {"delay": 0.0, "window": None, **limits},
            "settings": settings or {},
        }
    )


def start(home: Path, urls: list[str], **options: Any) -> subprocess.Popen[str]:
    """A guest that asks while the test goes on."""
    return subprocess.Popen(
        [sys.executable, str(GUEST), wanted(home, urls, **options)],
        cwd=ROOT, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def ask(home: Path, urls: list[str], settings: dict[str, object] | None = None, **limits: object) -> SimpleNamespace:
    """What came of each address: a status, or the label of a refusal."""
    guest = warm.run(str(GUEST), [wanted(home, urls, settings, **limits)], env=ENVIRONMENT)
    assert guest.returncode == 0, guest.stderr
    assert "Traceback" not in guest.stderr, guest.stderr
    results = json.loads(guest.stdout)
    return SimpleNamespace(by_url=results, all=list(results.values()), log=guest.stderr)


@pytest.fixture(name="start")
def _start(tmp_path) -> Callable[..., subprocess.Popen[str]]:
    return partial(start, tmp_path)


@pytest.fixture(name="ask")
def _ask(tmp_path) -> Callable[..., SimpleNamespace]:
    return partial(ask, tmp_path)
