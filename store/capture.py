"""One request and what came of it: a line of a run's capture log, ``archive/captures/<run>.jsonl``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from store.lines import json_line, parse_line

HTTP_METHODS = ("GET", "POST")

REASONS_BEFORE = {"hunt": "discover", "patrol": "recheck"}
"""Words of older logs and what is written for them now: a log is never rewritten, so they are replaced on reading."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """What was asked, by whom and why, and what came. Moments are ISO 8601 in UTC with ``Z``.

    A capture without ``sha256`` brought no bytes. One with a method that HTTP does not have (``IMPORT``, ``BIND``) asked
    nobody: its bytes were made or found on this machine.
    """

    capture_id: str
    run_id: str
    bureau_code: str | None = None
    kind: str
    """What the request was for: ``list``, ``shell``, ``report``, ``attachment``, ``robots``, ``sitemap``, ``import``."""
    url: str
    final_url: str | None = None
    redirected_from: tuple[str, ...] = ()
    redirected_by: tuple[str, ...] = ()
    """How each of those sent on: a status, a meta refresh, a script."""
    method: str = "GET"
    request_body: str | None = None
    requested_at: str = ""
    """Empty in a log that does not say."""
    captured_at: str
    status: int | None = None
    request_headers: Mapping[str, str] = field(default_factory=dict)
    response_headers: Mapping[str, str] = field(default_factory=dict)
    media_type: str | None = None
    sha256: str | None = None
    size: int | None = None
    before_sha256: str | None = None
    """What the archive had of the page when this was asked for."""
    tls: Mapping[str, Any] | None = None
    reason: str = "discover"
    """Why it was asked for: ``discover`` (a list), another strategy, ``recheck``, or an import."""
    outcome: str
    label: str | None = None
    """Which wall, which failure, or how a page sends on."""
    error: str | None = None

    @property
    def is_request(self) -> bool:
        """Somebody was asked, or would have been if it had not been refused."""
        return self.method in HTTP_METHODS

    @property
    def result(self) -> str:
        """What came of a request: ``new``, ``revised`` or ``unchanged`` bytes of the page, else its outcome."""
        if self.outcome == "not_modified":
            return "unchanged"
        if self.outcome != "ok":
            return self.outcome
        if self.before_sha256 is None:
            return "new"
        return "unchanged" if self.before_sha256 == self.sha256 else "revised"

    @property
    def object_name(self) -> str:
        """What the archive knows the bytes by, their SHA-256; raises ``ValueError`` if there are none."""
        if self.sha256 is None:
            raise ValueError(f"capture {self.capture_id} of {self.url} brought no bytes")
        return self.sha256

    def as_record(self) -> dict[str, Any]:
        """The values that JSON has, by field."""
        return {each.name: getattr(self, each.name) for each in fields(self)}

    def as_line(self) -> bytes:
        return json_line(self.as_record(), sort_keys=True)

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Capture:
        """The capture of a record, also of one by an older program, which lacks some fields; others are left out.

        Raises ``ValueError`` if the record is no capture.
        """
        known = {name: record[name] for name in _NAMES if record.get(name) is not None}
        strange = [name for name in _REQUIRED if not isinstance(known.get(name), str)]
        if strange:
            raise ValueError(f"no capture: {', '.join(strange)} is missing")
        known |= {name: tuple(known.get(name, ())) for name in ("redirected_from", "redirected_by")}
        reason = known.get("reason", "discover")
        known["reason"] = REASONS_BEFORE.get(reason, reason)
        return cls(**known)


_NAMES = tuple(each.name for each in fields(Capture))
_REQUIRED = ("capture_id", "run_id", "kind", "url", "captured_at", "outcome")


def parse_capture(line: bytes) -> Capture | None:
    """The capture of a log's line; ``None`` if a kill tore the line, or it is none of ours."""
    record = parse_line(line)
    try:
        return Capture.from_record(record) if record is not None else None
    except (TypeError, ValueError):
        return None


def captures(log: Path) -> Iterator[Capture]:
    """The captures of a run's log in the order in which they were made; none if there is no log."""
    if log.is_file():
        with log.open("rb") as lines:
            yield from filter(None, map(parse_capture, lines))
