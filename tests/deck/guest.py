"""A guest of the fault deck that hides nothing: raw answers, or what was left of them."""

from __future__ import annotations

import http.client
import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from practice.faults import CASES, FIRST, Case, Deck, start
from practice.faults.portal_site import site_of
from practice.faults.site import LinkSite
from practice.log import Recorder

BY_NAME = {case.name: case for case in CASES}


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    data: bytes

    @property
    def text(self) -> str:
        return self.data.decode()


class Guest:
    """Asks the deck on ``port``; ``recorder`` is what the deck has seen."""

    def __init__(self, deck: Deck, recorder: Recorder) -> None:
        self.deck, self.recorder, self.port = deck, recorder, deck.port

    def site(self, name: str) -> LinkSite:
        return site_of(BY_NAME[name], self.port)

    def path(self, name: str, place: str) -> str:
        site = self.site(name)
        return site.target(place) if place in site.places else place

    def ask(self, name: str, place: str, timeout: float = 20, **headers: str) -> Answer:
        """The whole answer of a place (or path) of a case; raises what ``http.client`` does."""
        case = BY_NAME[name]
        connection = self._connection(case, timeout)
        try:
            named = {header.replace("_", "-"): value for header, value in headers.items()}
            connection.request("GET", self.path(name, place), headers=named)
            answer = connection.getresponse()
            told = {header.lower(): value for header, value in answer.getheaders()}
            return Answer(answer.status, told, answer.read())
        finally:
            connection.close()

    def raw(self, name: str, place: str, timeout: float = 5, until: int | None = None) -> bytes:
        """Every byte until the server closes, or at least ``until`` of them; raises ``TimeoutError`` or a reset."""
        request = f"GET {self.path(name, place)} HTTP/1.1\r\nHost: portal\r\n\r\n".encode()
        received = b""
        with socket.create_connection((BY_NAME[name].address, self.port), timeout) as connection:
            connection.sendall(request)
            while until is None or len(received) < until:
                data = connection.recv(65536)
                if not data:
                    break
                received += data
        return received

    def fresh(self, name: str) -> Guest:
        """The guest at a case as it was when the deck started."""
        self.deck.stage(name, FIRST)
        return self

    def _connection(self, case: Case, timeout: float) -> http.client.HTTPConnection:
        if case.scheme == "http":
            return http.client.HTTPConnection(case.address, self.port, timeout=timeout)
        trusting = ssl.create_default_context()
        trusting.check_hostname = False
        trusting.verify_mode = ssl.CERT_NONE
        return http.client.HTTPSConnection(case.address, self.port, timeout=timeout, context=trusting)


@contextmanager
def visiting() -> Iterator[Guest]:
    """A guest of a deck that runs in this process, on a free port."""
    recorder = Recorder()
    deck = start(free_port(), recorder)
    try:
        yield Guest(deck, recorder)
    finally:
        deck.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.2.1", 0))
        return int(probe.getsockname()[1])
