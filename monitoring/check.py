"""One line of ``gongkai status``: what was looked at, how it is, and the command that mends it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Level = Literal["good", "look", "broken"]
"""``look``: nothing is lost, and somebody should look; ``broken``: it stays so until somebody acts."""

Command = Callable[[str], str]
"""A command's words as they are typed for this home: ``gongkai run --practice``."""

LEVELS: tuple[Level, ...] = ("good", "look", "broken")


@dataclass(frozen=True, slots=True)
class Check:
    """``name`` is the same for ever: programs know the line by it."""

    name: str
    level: Level
    text: str
    """For people, in Beijing time."""
    command: str | None = None
    """What mends it, or shows more."""
    facts: Mapping[str, Any] = field(default_factory=dict)
    """For programs: numbers, and moments in UTC (ISO 8601)."""
    details: tuple[str, ...] = ()
    """Further lines for people."""

    def as_record(self) -> dict[str, Any]:
        return {"level": self.level, "text": self.text, "command": self.command, **self.facts}


def worst(checks: list[Check]) -> Level:
    """The level of the worst of them."""
    return max((check.level for check in checks), key=LEVELS.index, default="good")
