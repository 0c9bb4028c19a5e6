"""Captures as WARC 1.1, each record a gzip member of its own.

A capture is a group of records: what came (``response``, or ``revisit`` if the same bytes stand earlier in the file,
or ``resource`` if nothing was asked for), the ``request``, and a ``metadata`` record with the capture as it stands in
our log, whole. What brought no answer is that alone. Bodies are as in the archive, unpacked: headers that would say
otherwise are left out of the records and kept in the metadata.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.archive import Archive, moment
from store.capture import Capture
from store.dropped import dropped_objects
from store.errors import ArchiveError
from store.sync import sync

SOFTWARE = "gongkai"
FORMAT = "WARC File Format 1.1"
CAPTURE_TYPE = "application/vnd.gongkai.capture+json"
UNCHANGED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
REPEATED = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
HOP_HEADERS = frozenset({"content-encoding", "transfer-encoding", "content-length"})

_PLAIN = "!#$%&'()*+,/:;=?@[]~"
_Progress = Callable[[int, int | None], None]


@dataclass(slots=True)
class Exported:
    """What was written; ``missing`` are captures whose bytes the archive lacks: their metadata is in the file.

    So is that of captures whose bytes were dropped on purpose, which are not counted as missing.
    """

    captures: int = 0
    bodies: int = 0
    missing: int = 0


def export(home: Path, target: Path, *, since: datetime | None = None, progress: _Progress | None = None) -> Exported:
    """Write the captures below ``home`` to ``target``, or those made from ``since`` on; oldest run first.

    The file appears under its name when it is whole. Raises `ArchiveError` if it is there already.
    """
    if target.exists():
        raise ArchiveError(f"{target} is there already")
    exported = Exported()
    temporary = target.with_name(f"{target.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as file:
            writer = _Writer(Archive(home), dropped_objects(home), file, target.name, exported)
            for capture in Archive(home).all_captures():
                if since is None or moment(capture.captured_at) >= since:
                    writer.write(capture)
                    if progress:
                        progress(exported.captures, None)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
        sync(target.parent)
    finally:
        temporary.unlink(missing_ok=True)
    return exported


class _Writer:
    def __init__(self, archive: Archive, dropped: set[str], file: Any, name: str, exported: Exported) -> None:
        self.archive = archive
        self.dropped = dropped
        self.warc = WARCWriter(file, gzip=True, warc_version="1.1")
        self.exported = exported
        self.written: dict[bytes, tuple[str, str]] = {}
        """Address and date under which the bytes of a hash stand in the file."""
        info = {"software": SOFTWARE, "format": FORMAT, "conformsTo": CAPTURE_TYPE}
        self.warc.write_record(self.warc.create_warcinfo_record(name, info))

    def write(self, capture: Capture) -> None:
        uri, date = _uri(capture.url), capture.captured_at
        concurrent = self._answer(capture, uri, date) if capture.sha256 else None
        if capture.status is not None:
            concurrent = self._request(capture, uri, date, concurrent)
        data = capture.as_line().rstrip()
        headers = {"WARC-Date": date, "Content-Type": CAPTURE_TYPE}
        if concurrent:
            headers["WARC-Concurrent-To"] = concurrent
        self._record(uri, "metadata", headers, data)
        self.exported.captures += 1

    def _answer(self, capture: Capture, uri: str, date: str) -> str | None:
        """What came; ``None`` if its bytes are missing."""
        sha256 = capture.object_name
        headers = {"WARC-Date": date, "WARC-Payload-Digest": f"sha256:{sha256}"}
        earlier = self.written.get(bytes.fromhex(sha256))
        if earlier is None:
            try:
                body = self.archive.get(sha256)
            except ArchiveError:
                self.exported.missing += sha256 not in self.dropped
                return None
            self.written[bytes.fromhex(sha256)] = (uri, date)
            self.exported.bodies += 1
            if capture.status in (None, 304):
                headers["Content-Type"] = capture.media_type or "application/octet-stream"
                return self._record(uri, "resource", headers, body)
            return self._record(uri, "response", headers, body, _http_head(capture, len(body)))
        if capture.status is None:
            return None
        headers |= {
            "WARC-Profile": UNCHANGED if capture.status == 304 else REPEATED,
            "WARC-Refers-To-Target-URI": earlier[0],
            "WARC-Refers-To-Date": earlier[1],
        }
        return self._record(uri, "revisit", headers, b"", _http_head(capture, None))

    def _request(self, capture: Capture, uri: str, date: str, concurrent: str | None) -> str:
        parts = urlsplit(uri)
        path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
        sent = [("Host", parts.netloc), *capture.request_headers.items()]
        head = StatusAndHeaders(f"{capture.method} {path} HTTP/1.1", sent, is_http_request=True)
        headers = {"WARC-Date": date, **({"WARC-Concurrent-To": concurrent} if concurrent else {})}
        body = (capture.request_body or "").encode(errors="backslashreplace")
        request = self._record(uri, "request", headers, body, head)
        return concurrent or request

    def _record(self, uri: str, kind: str, headers: dict[str, str], body: bytes, http: Any = None) -> str:
        record = self.warc.create_warc_record(
            uri,
            kind,
            payload=BytesIO(body),
            length=len(body),
            warc_content_type=headers.pop("Content-Type", ""),
            warc_headers_dict=headers,
            http_headers=http,
        )
        self.warc.write_record(record)
        return str(record.rec_headers.get_header("WARC-Record-ID"))


def _http_head(capture: Capture, length: int | None) -> StatusAndHeaders:
    headers = [(name, value) for name, value in capture.response_headers.items() if name.lower() not in HOP_HEADERS]
    if length is not None:
        headers.append(("Content-Length", str(length)))
    phrase = ""
    with suppress(ValueError):
        phrase = HTTPStatus(capture.status or 0).phrase
    return StatusAndHeaders(f"{capture.status} {phrase}".strip(), headers, protocol="HTTP/1.1")


def _uri(url: str) -> str:
    """The address as a record may bear it: without spaces and with ASCII alone; the metadata has it as it is."""
    return quote(url, safe=f"{_PLAIN}%")
