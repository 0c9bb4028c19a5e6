"""What a worker and whoever feeds it say to each other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Work = Callable[[bytes, str], object]
"""What is made of a document's bytes and its path instead of parsing it; a function of a module, so that its name can be sent."""

READY = "ready"


@dataclass(frozen=True, slots=True)
class Started:
    """Sent before a document is parsed: all that is known of it should this process die."""

    media_type: str


@dataclass(frozen=True, slots=True)
class Failed:
    """Reading failed by memory or by an error that no reader should raise."""

    error: str
    is_memory: bool


@dataclass(frozen=True, slots=True)
class Done:
    """What the work has made of a document."""

    found: object
