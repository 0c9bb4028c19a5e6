"""The practice portals in a background process, once a session, and a way to ask them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from deck.guest import free_port

import practice


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    data: bytes

    @property
    def text(self) -> str:
        return self.data.decode()


class Portals:
    def __init__(self, port: int) -> None:
        self.port = port
        self.rows = {bureau.bureau_code: bureau for bureau in practice.registry(port)}

    def ask(self, url: str, data: bytes | None = None, **headers: str) -> Answer:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            request = Request(url, data=data, headers=named)  # noqa: S310 - loopback
            with urlopen(request, timeout=20) as answer:  # noqa: S310
                return Answer(answer.status, dict(answer.headers), answer.read())
        except HTTPError as error:
            return Answer(error.code, dict(error.headers), error.read())

    def base(self, bureau_code: str) -> str:
        return self.rows[bureau_code].base_url


@pytest.fixture(scope="session")
def portals() -> Iterator[Portals]:
    with practice.running(free_port()) as port:
        yield Portals(port)


@pytest.fixture
def unused_port() -> int:
    return free_port()
