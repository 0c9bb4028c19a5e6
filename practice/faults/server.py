"""The deck on its addresses 127.0.2.x: a raw HTTP server in a thread and event loop of its own."""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
from collections import Counter
from dataclasses import dataclass
from functools import partial

from practice.errors import PracticeError
from practice.faults import certificate
from practice.faults.behaviours import spoiled
from practice.faults.case import FIRST, Case, cases
from practice.faults.portal_site import site_of
from practice.faults.site import LinkSite
from practice.faults.statuses import OUTSIDER
from practice.faults.transport import Situation
from practice.faults.wire import LONGEST_LINE, Answer, Request, read_request, send
from practice.listening import listen
from practice.log import ROBOTS_PATH, Recorder, Visit, moment

STOPPING_S = 5.0


@dataclass(slots=True)
class Playing:
    """One case as it is being played: its bureau's site, its stage, and the requests since that began."""

    case: Case
    site: LinkSite
    stage: str
    asked: Counter[str]


class Deck:
    """The running deck; `start` makes one."""

    def __init__(self, port: int, recorder: Recorder) -> None:
        self.port, self.recorder = port, recorder
        self._playing = {
            case.name: Playing(case, site_of(case, port), FIRST, Counter()) for case in cases() if case.is_listening
        }
        self._loop = asyncio.new_event_loop()
        self._servers: list[asyncio.Server] = []
        self._thread = threading.Thread(target=self._loop.run_forever, name="faults", daemon=True)

    def stage(self, name: str, stage: str) -> None:
        """Let a case (``*``: every case that has the stage) go over to ``stage``; raises ``KeyError`` for an unknown one."""
        if name == "*":
            chosen = [playing for playing in self._playing.values() if stage in playing.case.stages]
        else:
            chosen = [self._playing[name]]
            chosen[0].case.stages[stage]
        for playing in chosen:
            playing.stage, playing.asked = stage, Counter()

    def open(self) -> None:
        """Listen on every address; raises `PracticeError` if one cannot be had.

        Files are written beforehand: nobody's answer waits for another's to be drawn.
        """
        for playing in self._playing.values():
            for place in playing.site.places:
                _spoiled(playing, Request("GET", playing.site.target(place), {}), place, 1)
        sockets: dict[str, socket.socket] = {}
        try:
            for address in (*(playing.case.address for playing in self._playing.values()), OUTSIDER):
                sockets[address] = listen(address, self.port)
        except PracticeError:
            for listener in sockets.values():
                listener.close()
            raise
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._serve(sockets), self._loop).result()

    def close(self) -> None:
        """Stop at once, whatever is under way."""
        if self._thread.is_alive():
            asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result(STOPPING_S)
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(STOPPING_S)
        self._loop.close()

    async def _serve(self, sockets: dict[str, socket.socket]) -> None:
        by_address = {playing.case.address: playing for playing in self._playing.values()}
        for address, listener in sockets.items():
            playing = by_address.get(address)
            encryption: ssl.SSLContext | None = None
            if playing is not None and playing.case.scheme == "https":
                encryption = certificate.untrusted(address)
            handle = partial(self._converse, address, playing)
            server = await asyncio.start_server(handle, sock=listener, ssl=encryption, limit=LONGEST_LINE)
            self._servers.append(server)

    async def _stop(self) -> None:
        for server in self._servers:
            server.close()
        tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _converse(
        self, address: str, playing: Playing | None, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """Answer one connection until it ends."""
        try:
            while (request := await read_request(reader)) is not None:
                started = moment()
                answer = Answer(200, b"secret") if playing is None else _answer(playing, request)
                goes_on = False
                try:
                    goes_on = await send(answer, reader, writer, request.method != "HEAD" and answer.status != 304)
                finally:
                    self.recorder.add(_visit(address, request, answer, started))
                if not goes_on:
                    return
        finally:
            writer.close()


def start(port: int, recorder: Recorder) -> Deck:
    """The deck, listening; raises `PracticeError`."""
    deck = Deck(port, recorder)
    deck.open()
    return deck


def _answer(playing: Playing, request: Request) -> Answer:
    place = playing.site.place(request)
    named = place or request.path
    playing.asked[named] += 1
    return _spoiled(playing, request, place, playing.asked[named])


def _spoiled(playing: Playing, request: Request, place: str | None, number: int) -> Answer:
    situation = Situation(playing.site, place or request.path, request, number)
    return spoiled(situation, playing.case.stages[playing.stage], playing.site.healthy(request))


def _visit(address: str, request: Request, answer: Answer, started: float) -> Visit:
    return Visit(
        address=address,
        method=request.method,
        path=request.target,
        started=started,
        ended=moment(),
        user_agent=request.headers.get("user-agent", ""),
        status=answer.status if answer.delivery.has_head else None,
        is_robots=request.path == ROBOTS_PATH,
        retry_after=answer.headers.get("Retry-After"),
        is_wall=answer.is_wall,
    )
