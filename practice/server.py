"""One server process for all portals: the address in the ``Host`` header decides which of them answers.

Every request is recorded as a visit (`practice.log`). At the control address ``/__visits`` tells them, and starts anew on
``DELETE``. A host's application is built when it is first asked.
"""

from __future__ import annotations

import resource
import socket
import sys
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from practice import sitemap
from practice.errors import PracticeError
from practice.hosts import CONTROL_ADDRESS, HOSTS
from practice.listening import listen
from practice.log import VISITS_PATH, Recorder
from practice.portals.items import Site
from practice.sites import Host
from practice.writers.font import find

SPARE_FILES = 200
"""File descriptors beside the listeners: connections, and what Python itself has open."""


class Portals:
    """The ASGI application."""

    def __init__(self, hosts: Sequence[Host], recorder: Recorder, control_routes: Sequence[BaseRoute] = ()) -> None:
        self.recorder = recorder
        self._hosts: Mapping[str, Host] = {host.address: host for host in hosts}
        self._applications: dict[str, ASGIApp] = {CONTROL_ADDRESS: self._control(control_routes)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = dict(scope["headers"])
        address = headers.get(b"host", b"").decode("latin-1").rsplit(":", 1)[0]
        application = self._application(address)
        if application is None:
            application = PlainTextResponse("no practice portal has this name", status_code=421)
        await application(scope, receive, send)

    def _application(self, address: str) -> ASGIApp | None:
        if address not in self._applications and address in self._hosts:
            self._applications[address] = self.recorder.recorded(_application(self._hosts[address]), address)
        return self._applications.get(address)

    def _control(self, further: Sequence[BaseRoute]) -> ASGIApp:
        async def visits(request: Request) -> Response:
            records = self.recorder.as_records()
            if request.method == "DELETE":
                self.recorder.clear()
            return JSONResponse(records)

        return Starlette(routes=[Route(VISITS_PATH, visits, methods=["GET", "DELETE"]), *further])


def _application(host: Host) -> ASGIApp:
    async def robots(request: Request) -> Response:
        if host.robots is None:
            return PlainTextResponse("Not Found", status_code=404)
        return PlainTextResponse(host.robots.replace("{base}", str(request.base_url).rstrip("/")))

    sites: list[Site] = [bureau_site.site() for bureau_site in host.bureau_sites]
    maps = [sitemap.route(host.sitemap, host.portal, sites)] if host.sitemap else []
    return Starlette(routes=[Route("/robots.txt", robots), *maps, *host.portal.routes(sites)])


def bind(port: int, hosts: Sequence[Host] = HOSTS) -> list[socket.socket]:
    """A listening socket for each address; raises `PracticeError` if one cannot be had."""
    _want_files(len(hosts) + SPARE_FILES)
    bound: list[socket.socket] = []
    for address in (CONTROL_ADDRESS, *(host.address for host in hosts)):
        try:
            bound.append(listen(address, port))
        except PracticeError:
            for opened in bound:
                opened.close()
            raise
    return bound


def _want_files(count: int) -> None:
    """Raise the limit of open files to what ``count`` addresses need, as far as the system lets us."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < 2 * count:
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def serve(port: int, until_input_closes: bool = False, *, faults: bool = False, hosts: Sequence[Host] = HOSTS) -> None:
    """Serve until interrupted (or standard input ends), with the fault deck beside the portals if ``faults`` says so.

    Raises `PracticeError`: port busy, font missing.
    """
    find()
    recorder = Recorder()
    listeners = bind(port, hosts)
    if not faults:
        _run(Portals(hosts, recorder), listeners, until_input_closes)
        return
    from practice import faults as deck_of  # the deck is read only if it is wanted

    deck = deck_of.start(port, recorder)
    try:
        _run(Portals(hosts, recorder, deck_of.routes(deck)), listeners, until_input_closes)
    finally:
        deck.close()


def _run(portals: Portals, listeners: list[socket.socket], until_input_closes: bool) -> None:
    config = uvicorn.Config(
        portals,
        log_level="warning",
        access_log=False,
        lifespan="off",
        server_header=False,
        timeout_graceful_shutdown=2,
    )
    server = uvicorn.Server(config)
    if until_input_closes:
        threading.Thread(target=_stop_at_end_of_input, args=(server,), daemon=True).start()
    server.run(sockets=listeners)


def _stop_at_end_of_input(server: uvicorn.Server) -> None:
    """A parent that dies in any way closes its end of the pipe: no portal outlives it and keeps the port."""
    sys.stdin.buffer.read()
    server.should_exit = True
