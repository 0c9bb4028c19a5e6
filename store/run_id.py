"""What a run is called: the moment at which it began, and four digits against another one in the same second."""

from __future__ import annotations

import re
import secrets
from datetime import UTC, datetime

RUN_ID = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{4}")


def new_run_id() -> str:
    """``YYYYMMDDTHHMMSSZ-xxxx``, UTC, sortable by time."""
    return f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(2)}"


def began_at(run_id: str) -> datetime:
    """The moment that a run's name says."""
    return datetime.strptime(run_id[:16], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
