"""Portals that answer anything, byte for byte, and a guest that asks them as a night does."""

import json
import os
import socket
import ssl
import struct
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests import warm

GUEST = Path(__file__).with_name("guest.py")
RUNS = iter(f"20250131T02{number // 60:02d}{number % 60:02d}Z-{number:04x}" for number in range(3600))
NO_ROBOTS = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


def answer(body: bytes | str, status: str = "200 OK", **headers: str) -> bytes:
    """An HTTP answer; ``Content_Length`` is what is said of the length, the true one by default."""
    data = body.encode() if isinstance(body, str) else body
    said = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(data)), "Connection": "close"}
    said |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = "".join(f"{name}: {value}\r\n" for name, value in said.items() if value)
    return f"HTTP/1.1 {status}\r\n{lines}\r\n".encode() + data


class Portal:
    """Answers each path with its bytes; ``asked`` are the requests as they came, in lower case."""

    def __init__(self, address: str = "127.0.0.1", tls: ssl.SSLContext | None = None) -> None:
        self.answers: dict[str, bytes | Callable[[str], bytes | Iterator[bytes]]] = {"/robots.txt": NO_ROBOTS}
        self.asked: list[tuple[str, str]] = []
        self._tls = tls
        self._listener = socket.create_server((address, 0))
        port = self._listener.getsockname()[1]
        self.origin = f"{'https' if tls else 'http'}://{address}:{port}"
        threading.Thread(target=self._serve, daemon=True).start()

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked if path != "/robots.txt"]

    def reset_on_close(self) -> None:
        """Connections are broken off, not closed."""
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    def close(self) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        try:
            with self._tls.wrap_socket(connection, server_side=True) if self._tls else connection as channel:
                head = b""
                while b"\r\n\r\n" not in head:
                    head += channel.recv(65536) or b"\r\n\r\n"
                path = head.split()[1].decode() if head.split() else ""
                self.asked.append((path, head.decode("latin-1").lower()))
                said = self.answers.get(path, answer("not here", "404 Not Found"))
                said = said(head.decode("latin-1").lower()) if callable(said) else said
                for piece in [said] if isinstance(said, bytes) else said:
                    channel.sendall(piece)
        except OSError:
            pass


@pytest.fixture(name="portal")
def _portal() -> Iterator[Portal]:
    portal = Portal()
    yield portal
    portal.close()


@pytest.fixture(name="portal_on")
def _portal_on() -> Iterator[Callable[..., Portal]]:
    portals: list[Portal] = []

    def start(*arguments, **keywords) -> Portal:
        portals.append(Portal(*arguments, **keywords))
        return portals[-1]

    yield start
    for portal in portals:
        portal.close()


@pytest.fixture(name="answer", scope="session")
def _answer() -> Callable[..., bytes]:
    return answer


@pytest.fixture(name="ask")
def _ask(tmp_path) -> Callable[..., SimpleNamespace]:
    """Ask ``(address, kind)`` pairs in one run; gives the results by address, the captures and what stderr said."""

    def ask(
        *asked,
        origins=(),
        later=0.0,
        purpose=None,
        meta=None,
        names=None,
        settings=None,
        environment=None,
        platform="links",
    ) -> SimpleNamespace:
        run = next(RUNS)
        wanted = {
            "home": str(tmp_path), "run": run, "origins": list(origins), "asked": asked, "later": later,
            "purpose": purpose or {}, "meta": meta or {}, "names": names or {}, "settings": settings or {}, "platform": platform,
        }  # fmt: skip
        env = {**os.environ, **(environment or {})}
        if names:  # Twisted takes its resolver when it is imported: that must be after the guest has put in its own
            done = subprocess.run(
                [sys.executable, str(GUEST), json.dumps(wanted)],
                capture_output=True, text=True, timeout=120, check=False, env=env,
            )  # fmt: skip
        else:
            done = warm.run(str(GUEST), [json.dumps(wanted)], env=env)
        assert done.returncode == 0 and "Traceback" not in done.stderr, done.stderr
        log = tmp_path / "archive" / "captures" / f"{run}.jsonl"
        captures = [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []
        return SimpleNamespace(
            results=json.loads(done.stdout),
            captures=[capture for capture in captures if capture["kind"] != "robots"],
            stderr=done.stderr,
        )

    return ask
