"""How many bureaus a night is through with, reported to whoever started the crawl, a line of JSON at a time.

It only counts: a listener that has gone away stops no crawl.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from time import monotonic

TELL_SECONDS = 0.25
"""Between two lines; people see no more of a bar."""


class Asked:
    """A bureau is asked when no answer of it is awaited any more; a later strategy may open it again."""

    def __init__(self, bureaus: int, totals: Counter[str]) -> None:
        self.tell: Callable[[str], object] | None = None
        """Where lines go; nobody listens unless it is set."""
        self.when_through: Callable[[str], object] | None = None
        """Told of each bureau that no answer is awaited of."""
        self._bureaus, self._totals = bureaus, totals
        self._awaited: Counter[str] = Counter()
        self._begun: set[str] = set()
        self._told_at = 0.0

    def __len__(self) -> int:
        return sum(not self._awaited[code] for code in self._begun)

    def begin(self, bureau_code: str) -> None:
        """All that a visit starts with has been asked for, if it is anything at all."""
        self._begun.add(bureau_code)
        self._say()
        self._go_on(bureau_code)

    def wait(self, bureau_code: str) -> None:
        self._awaited[bureau_code] += 1

    def answer(self, bureau_code: str) -> None:
        """An answer was read, and what it leads to is asked for."""
        self._awaited[bureau_code] -= 1
        self._say()
        self._go_on(bureau_code)

    def _go_on(self, bureau_code: str) -> None:
        if self.when_through is not None and bureau_code in self._begun and not self._awaited[bureau_code]:
            self.when_through(bureau_code)

    def _say(self) -> None:
        if self.tell is None or monotonic() - self._told_at < TELL_SECONDS:
            return
        line = {"asked": len(self), "bureaus": self._bureaus, "documents": self._totals["sightings"]}
        try:
            self.tell(json.dumps(line) + "\n")
        except OSError:
            self.tell = None
        self._told_at = monotonic()
