"""Scrapy's HTTP/1.1 handler with two things that it leaves open: how much header a server may send, and how a body ended.

Scrapy bounds the bytes and the time of a response, but reads headers for as long as they come. And it tells a body that
is shorter than announced from a whole one, but not a server that hung up from a connection that broke. The first is an
answer, and evidence; the second is no answer. Both are known to the protocol only, so this leans on Twisted's own classes.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from cryptography.hazmat.primitives.serialization import Encoding
from scrapy.core.downloader.handlers import http11
from scrapy.crawler import Crawler
from twisted.internet.defer import Deferred
from twisted.internet.error import ConnectionDone
from twisted.python.failure import Failure
from twisted.web._newclient import Request
from twisted.web.client import ResponseFailed
from twisted.web.http import _DataLoss
from twisted.web.iweb import IResponse

MAX_HEADER_LINES = 200
MAX_HEADER_BYTES = 64 * 1024
"""Portals send some twenty headers in a kilobyte; a wall's cookies make it three."""


SESSIONS: dict[bytes, tuple[str, str | None]] = {}
"""Protocol and cipher of the last connection to whoever has shown that certificate (DER): a response does not say."""


class HeadersTooLargeError(Exception):
    """A server sends headers without end."""


class BoundedHandler(http11.HTTP11DownloadHandler):
    """For the setting ``SENDING_HANDLER``."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool._factory = _Factory


class _Parser(http11._LenientHTTPClientParser):
    header_lines = 0
    header_bytes = 0

    def lineReceived(self, line: bytes) -> None:
        self.header_lines += 1
        self.header_bytes += len(line)
        if self.header_lines > MAX_HEADER_LINES or self.header_bytes > MAX_HEADER_BYTES:
            raise HeadersTooLargeError(f"more than {MAX_HEADER_LINES} lines or {MAX_HEADER_BYTES} bytes of headers")
        super().lineReceived(line)


class _Protocol(http11._LenientHTTP11ClientProtocol):
    def request(self, request: Request) -> Deferred[IResponse]:
        answer = super().request(request)
        if self._parser is not None:
            self._parser.__class__ = _Parser
        return answer.addCallback(self._note_session)

    def _note_session(self, response: IResponse) -> IResponse:
        with suppress(AttributeError):
            handle = self.transport.getHandle()  # type: ignore[union-attr]
            SESSIONS[handle.get_peer_certificate(as_cryptography=True).public_bytes(Encoding.DER)] = (
                handle.get_protocol_version_name(),
                handle.get_cipher_name(),
            )
        return response

    def connectionLost(self, reason: Failure) -> None:  # type: ignore[override]
        """A connection that broke brings no body, even if the server had announced no length."""
        body: Any = getattr(getattr(self._parser, "response", None), "_bodyProtocol", None)
        if body is not None and not isinstance(reason.value, ConnectionDone):
            body._fail_on_dataloss = True
            lost = ResponseFailed([reason, Failure(_DataLoss())])  # type: ignore[no-untyped-call]
            body.connectionLost(Failure(lost))  # type: ignore[no-untyped-call]
        super().connectionLost(reason)  # type: ignore[no-untyped-call]


class _Factory(http11._LenientHTTP11ClientFactory):
    def buildProtocol(self, addr: Any) -> _Protocol:
        return _Protocol(self._quiescentCallback)  # type: ignore[no-untyped-call]
