"""One server process for all portals: the address in the ``Host`` header decides which of them answers.

Every request is counted by address; ``GET /__counts`` at the control address tells, ``DELETE /__counts`` starts anew.
"""

from __future__ import annotations

import socket
import sys
import threading
from collections import Counter

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from practice.errors import PracticeError
from practice.hosts import CONTROL_ADDRESS, HOSTS, Host
from practice.portals.shelf import site
from practice.writers.font import find

Counts = dict[str, Counter[str]]


class Portals:
    """The ASGI application; ``counts`` maps an address to its requests as ``METHOD /path?query``."""

    def __init__(self) -> None:
        self.counts: Counts = {host.address: Counter() for host in HOSTS}
        self._applications: dict[str, ASGIApp] = {host.address: _application(host) for host in HOSTS}
        self._applications[CONTROL_ADDRESS] = _control(self.counts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = dict(scope["headers"])
        address = headers.get(b"host", b"").decode("latin-1").rsplit(":", 1)[0]
        application = self._applications.get(address)
        if application is None:
            application = PlainTextResponse("no practice portal has this name", status_code=421)
        elif address in self.counts:
            query = scope["query_string"].decode("latin-1")
            self.counts[address][f"{scope['method']} {scope['path']}" + (f"?{query}" if query else "")] += 1
        await application(scope, receive, send)


def _application(host: Host) -> ASGIApp:
    async def robots(request: Request) -> Response:
        if host.robots is None:
            return PlainTextResponse("Not Found", status_code=404)
        return PlainTextResponse(host.robots)

    served = site(host.bureau_code, host.parameters)
    return Starlette(routes=[Route("/robots.txt", robots), *host.routes(served)])


def _control(counts: Counts) -> ASGIApp:
    async def tell(request: Request) -> Response:
        if request.method == "DELETE":
            for counter in counts.values():
                counter.clear()
        return JSONResponse(counts)

    return Starlette(routes=[Route("/__counts", tell, methods=["GET", "DELETE"])])


def bind(port: int) -> list[socket.socket]:
    """A listening socket for each address; raises `PracticeError` where one cannot be had."""
    bound: list[socket.socket] = []
    for address in (CONTROL_ADDRESS, *(host.address for host in HOSTS)):
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((address, port))
            listener.listen()
        except (OSError, OverflowError) as error:
            for opened in (listener, *bound):
                opened.close()
            reason = getattr(error, "strerror", None) or error
            raise PracticeError(f"practice portals cannot listen on {address}:{port}: {reason}") from error
        bound.append(listener)
    return bound


def serve(port: int, until_input_closes: bool = False) -> None:
    """Serve until interrupted (or standard input ends); raises `PracticeError`: port busy, font missing."""
    find()
    config = uvicorn.Config(
        Portals(),
        log_level="warning",
        access_log=False,
        lifespan="off",
        server_header=False,
        timeout_graceful_shutdown=2,
    )
    server = uvicorn.Server(config)
    if until_input_closes:
        threading.Thread(target=_stop_at_end_of_input, args=(server,), daemon=True).start()
    server.run(sockets=bind(port))


def _stop_at_end_of_input(server: uvicorn.Server) -> None:
    """A parent that dies in any way closes its end of the pipe: no portal outlives it and keeps the port."""
    sys.stdin.buffer.read()
    server.should_exit = True
