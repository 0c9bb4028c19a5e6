"""The portal of the crawler's tests: it answers each path as it is told, and keeps a record of what it was asked."""

from __future__ import annotations

import socket
import ssl
import struct
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile

from crawler.registry import Bureau, load


def answer(body: bytes | str = "", status: int = 200, **headers: str) -> bytes:
    """An HTTP answer, byte for byte. A given header replaces the usual one; an empty one is left out."""
    data = body.encode() if isinstance(body, str) else body
    said = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(data))}
    said |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = "".join(f"{name}: {value}\r\n" for name, value in said.items() if value)
    return f"HTTP/1.1 {status} Said\r\n{lines}\r\n".encode() + data


NOT_HERE = answer("not here", 404)
SILENCE = b""
"""The connection ends without an answer."""


@dataclass(slots=True)
class Visit:
    path: str
    headers: dict[str, str]
    """By their names in lower case."""
    number: int
    """Which request of its path it is: 1 for the first."""
    started: float
    ended: float = 0.0


Said = bytes | Iterable[bytes]
"""After bytes the connection stays open. Pieces are sent one by one, and then it is closed."""


class Portal:
    """``answers`` maps a path to what it says, or to a function of the visit; other paths say ``otherwise``."""

    def __init__(
        self, address: str = "127.0.0.1", tls: ssl.SSLContext | None = None, otherwise: bytes = NOT_HERE
    ) -> None:
        self.answers: dict[str, Said | Callable[[Visit], Said]] = {"/robots.txt": NOT_HERE}
        self.otherwise = otherwise
        self.visits: list[Visit] = []
        self.address = address
        self._tls = tls
        self._listener = socket.create_server((address, 0))
        self.port = self._listener.getsockname()[1]
        self.base_url = f"{'https' if tls else 'http'}://{address}:{self.port}"
        threading.Thread(target=self._listen, daemon=True).start()

    def page(self, path: str, html: str, **headers: str) -> None:
        self.answers[path] = answer(html, **headers)

    def bureau(self, platform: str = "links", like: Bureau | None = None, **portal: object) -> Bureau:
        """A bureau of the registry, moved to this portal; its known reports stay behind."""
        row = like or next(bureau for bureau in load() if bureau.bureau_code == "hrss-371500")
        moved = {"base_url": self.base_url, "download_delay": 0, **portal}
        return replace(row, platform=platform, portal=moved, known_reports=())

    def paths(self) -> list[str]:
        return [visit.path for visit in self.visits]

    def pages(self) -> list[str]:
        """The paths but for robots.txt."""
        return [path for path in self.paths() if path != "/robots.txt"]

    @property
    def asked(self) -> Counter[str]:
        return Counter(self.paths())

    def last(self, path: str) -> Visit:
        return next(visit for visit in reversed(self.visits) if visit.path == path)

    def gaps(self) -> list[float]:
        return [after.started - before.started for before, after in pairwise(self.visits)]

    def reset_on_close(self) -> None:
        """Connections are broken off, not closed."""
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    def close(self) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, plain: socket.socket) -> None:
        with (
            suppress(OSError),
            self._tls.wrap_socket(plain, server_side=True) if self._tls else plain as connection,
            connection.makefile("rb") as sent,
        ):
            while head := [line.decode("latin-1").strip() for line in takewhile(bytes.strip, sent)]:
                said = self._answer(head)
                if not isinstance(said, bytes):
                    for piece in said:
                        connection.sendall(piece)
                    break
                if said == SILENCE:
                    break
                connection.sendall(said)

    def _answer(self, head: list[str]) -> Said:
        path = head[0].split()[1]
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:])}
        visit = Visit(path, headers, self.asked[path] + 1, time.time())
        self.visits.append(visit)
        said = self.answers.get(path, self.otherwise)
        said = said(visit) if callable(said) else said
        visit.ended = time.time()
        return said
