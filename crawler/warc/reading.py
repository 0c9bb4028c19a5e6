"""Answers among the records of a WARC file: to GET requests, of registered hosts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from warcio.recordloader import ArcWarcRecord

from crawler.archive import iso
from crawler.hosts import Hosts
from crawler.warc.payload import TooLargeError, body_of
from crawler.warc.records import records

PRIVATE_HEADERS = frozenset({"cookie", "authorization"})


@dataclass(frozen=True, slots=True)
class Answer:
    """One response as an archive has it; ``body`` is unpacked, and ``None`` if the record only says that it repeats
    the bytes of ``digest``. ``captured_at`` is ISO 8601 in UTC."""

    url: str
    status: int
    headers: dict[str, str]
    request_headers: dict[str, str]
    body: bytes | None
    digest: str | None
    captured_at: str


def read(path: Path, hosts: Hosts, tally: Counter[str] | None = None) -> Iterator[Answer]:
    """The answers of a file in the order of their records.

    ``tally`` counts what is passed over: ``elsewhere`` (hosts that are not registered), ``too_large``, ``damaged``.
    """
    counts: Counter[str] = Counter() if tally is None else tally
    for response, request in _paired(records(path, counts)):
        url = response.rec_headers.get_header("WARC-Target-URI") or ""
        if request is not None and request.http_headers and request.http_headers.protocol != "GET":
            continue
        if hosts.refusal(url) is not None:
            counts["elsewhere"] += 1
            continue
        try:
            yield _answer(url, response, request)
        except TooLargeError:
            counts["too_large"] += 1
        except ValueError:
            counts["damaged"] += 1


def _paired(found: Iterable[ArcWarcRecord]) -> Iterator[tuple[ArcWarcRecord, ArcWarcRecord | None]]:
    """Each response with its request, which stands right before or right behind it, or nowhere."""
    request: ArcWarcRecord | None = None
    response: ArcWarcRecord | None = None
    for record in found:
        if record.rec_type == "request":
            if response is not None and _belong(record, response):
                yield response, record
                request = response = None
            else:
                request = record
        elif record.rec_type in ("response", "revisit") and record.http_headers:
            if response is not None:
                yield response, None
            response = record
            if request is not None and _belong(request, record):
                yield response, request
                request = response = None
    if response is not None:
        yield response, None


def _belong(request: ArcWarcRecord, response: ArcWarcRecord) -> bool:
    """Whether either record names the other, or both are of one address and moment."""
    one, other = request.rec_headers, response.rec_headers
    if one.get_header("WARC-Concurrent-To") or other.get_header("WARC-Concurrent-To"):
        return bool(
            one.get_header("WARC-Concurrent-To") == other.get_header("WARC-Record-ID")
            or other.get_header("WARC-Concurrent-To") == one.get_header("WARC-Record-ID")
        )
    return all(one.get_header(name) == other.get_header(name) for name in ("WARC-Target-URI", "WARC-Date"))


def _answer(url: str, response: ArcWarcRecord, request: ArcWarcRecord | None) -> Answer:
    """Raises `TooLargeError`, and ``ValueError`` for a record that does not say when or what."""
    headers = _headers(response)
    lower = {name.lower(): value for name, value in headers.items()}
    is_repeated = response.rec_type == "revisit"
    return Answer(
        url=url,
        status=int(response.http_headers.get_statuscode()),
        headers=headers,
        request_headers=_headers(request) if request is not None else {},
        body=None if is_repeated else body_of(response.raw_stream.read(), lower),
        digest=response.rec_headers.get_header("WARC-Payload-Digest"),
        captured_at=_moment(response.rec_headers.get_header("WARC-Date") or ""),
    )


def _headers(record: ArcWarcRecord) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in record.http_headers.headers if record.http_headers else ():
        if name.lower() not in PRIVATE_HEADERS:
            found[name] = f"{found[name]}, {value}" if name in found else value
    return found


def _moment(text: str) -> str:
    """WARC dates are UTC (WARC 1.1, 5.4), with or without a fraction."""
    moment = datetime.fromisoformat(text)
    return iso(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
