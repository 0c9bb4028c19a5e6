"""What tells captures of one request from captures of another, and what they say in the end."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from urllib.parse import urldefrag, urlsplit

from store.capture import Capture

GONE_STATUSES = frozenset({404, 410})
"""Error statuses that are an answer: "not here"."""

FOREIGN_REASONS = frozenset({"import", "warc"})
"""Captures that are no answers to requests of this archive: they never stand in for one."""


def iso(moment: datetime) -> str:
    """ISO 8601 in UTC with milliseconds and ``Z``."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def moment(text: str) -> datetime:
    """The moment that `iso` wrote."""
    return datetime.fromisoformat(text)


def outcome_of(capture: Capture) -> str:
    """The outcome; logs older than ``not_here`` call a 404 an ``http_error``."""
    is_gone = capture.outcome == "http_error" and capture.status in GONE_STATUSES
    return "not_here" if is_gone else capture.outcome


def request_key(url: str, method: str, body: str | None) -> bytes:
    """What tells requests apart, in 16 bytes: method, address, body.

    A fragment is no part of the address, unless it is a path: then scripts make another page of it.
    """
    asked = url if urlsplit(url).fragment.startswith("/") else urldefrag(url).url
    return hashlib.sha256(f"{method} {asked}\n{body or ''}".encode()).digest()[:16]


def key_of(capture: Capture) -> bytes:
    return request_key(capture.url, capture.method, capture.request_body)
