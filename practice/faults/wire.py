"""HTTP/1.1 as bytes on a socket: requests as they come, answers with every fault that a server can put into them."""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Literal
from urllib.parse import parse_qsl, urlsplit

LONGEST_LINE = 64 * 1024
FILLER = b"\0" * 64 * 1024
HELD_S = 600.0
"""How long a silent server keeps a connection that the guest does not give up."""


@dataclass(frozen=True, slots=True)
class Request:
    """``target`` is the path with its query as sent; names of ``headers`` in lower case."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes = b""

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(urlsplit(self.target).query))


@dataclass(frozen=True, slots=True)
class Delivery:
    """How an answer goes out.

    ``declared``: the ``Content-Length`` stated, if it is not the true one. ``stop_after``: bytes of the body after
    which it ends, ``0`` before the first; ``has_head`` false: not even a status line is sent. ``ending``: what follows
    the last byte. ``filler``: zero bytes behind the body. ``piece`` and ``pause_s``: a body in drops.
    """

    framing: Literal["length", "chunked", "close"] = "length"
    declared: int | None = None
    stop_after: int | None = None
    ending: Literal["keep", "close", "reset", "hang"] = "keep"
    has_head: bool = True
    filler: int = 0
    piece: int | None = None
    pause_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Answer:
    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    delivery: Delivery = Delivery()
    is_wall: bool = False
    honours_conditions: bool = True


async def read_request(reader: asyncio.StreamReader) -> Request | None:
    """The next request of a connection; ``None`` if the guest has gone or does not speak HTTP."""
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        first, *lines = head.removesuffix("\r\n\r\n").split("\r\n")
        method, target, _ = first.split(" ", 2)
        headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        body = await reader.readexactly(int(headers.get("content-length", "0")))
    except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, ConnectionError, ValueError):
        return None
    return Request(method, target, headers, body)


async def send(answer: Answer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, has_body: bool) -> bool:
    """Put ``answer`` on the wire; whether the connection may be used again. A guest who leaves ends it quietly."""
    delivery = answer.delivery
    try:
        if delivery.has_head:
            writer.write(_head(answer))
        if delivery.has_head and has_body:
            await _send_body(answer, reader, writer)
        await writer.drain()
        if delivery.ending == "hang":
            await _gone(reader)
    except ConnectionError:
        return False
    if delivery.ending == "reset":
        _reset(writer)
    return delivery.ending == "keep" and delivery.framing != "close"


def _head(answer: Answer) -> bytes:
    delivery = answer.delivery
    try:
        reason = HTTPStatus(answer.status).phrase
    except ValueError:
        reason = "Unknown"
    headers = dict(answer.headers)
    if delivery.framing == "chunked":
        headers["Transfer-Encoding"] = "chunked"
    elif delivery.framing == "length" and answer.status != HTTPStatus.NOT_MODIFIED:
        length = len(answer.body) + delivery.filler
        headers["Content-Length"] = str(length if delivery.declared is None else delivery.declared)
    if delivery.framing == "close" or delivery.ending != "keep":
        headers["Connection"] = "close"
    lines = [f"HTTP/1.1 {answer.status} {reason}", *(f"{name}: {value}" for name, value in headers.items()), "", ""]
    return "\r\n".join(lines).encode("latin-1")


async def _send_body(answer: Answer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    delivery, body = answer.delivery, answer.body
    is_whole = delivery.stop_after is None
    shown = body[: delivery.stop_after]
    size = delivery.piece or max(len(shown), 1)
    for start in range(0, len(shown), size):
        _write(writer, shown[start : start + size], delivery.framing)
        await writer.drain()
        if delivery.pause_s and await _gone(reader, delivery.pause_s):
            raise ConnectionResetError
    for start in range(0, delivery.filler if is_whole else 0, len(FILLER)):
        _write(writer, FILLER[: min(len(FILLER), delivery.filler - start)], delivery.framing)
        await writer.drain()
    if delivery.framing == "chunked" and is_whole:
        writer.write(b"0\r\n\r\n")


def _write(writer: asyncio.StreamWriter, data: bytes, framing: str) -> None:
    if writer.transport.is_closing():
        raise ConnectionResetError
    writer.write(b"%x\r\n%s\r\n" % (len(data), data) if framing == "chunked" else data)


async def _gone(reader: asyncio.StreamReader, within_s: float = HELD_S) -> bool:
    """Wait until the guest gives up, at most ``within_s``; whether he did."""
    try:
        async with asyncio.timeout(within_s):
            while await reader.read(LONGEST_LINE):
                pass
    except TimeoutError:
        return False
    return True


def _reset(writer: asyncio.StreamWriter) -> None:
    """End with RST instead of FIN: what is under way is thrown away."""
    connection: socket.socket | None = writer.get_extra_info("socket")
    if connection is not None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()
