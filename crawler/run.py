"""One run on disk: its captures in the archive, and its landing folder, of which nobody else writes a line."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from crawler.archive import Archive, iso
from crawler.clock import utc_now
from crawler.politeness.ledger import Claim
from crawler.registry import Bureau
from store.home import Home
from store.landed import Outcome, Scope, Sighting
from store.lines import append_line, json_line, open_lines


class Run:
    """A context manager: opens ``landing/<run_id>/`` and closes it. A run that is started again goes on in its folder."""

    def __init__(self, home: Path, run_id: str, bureaus: tuple[Bureau, ...], claim: Claim | None = None) -> None:
        self.home = home
        self.run_id = run_id
        self.bureaus = bureaus
        self.archive = Archive(home, claim)
        self.landing = Home(home).landing(run_id)
        self.totals: Counter[str] = Counter()

    def __enter__(self) -> Self:
        self.landing.folder.mkdir(parents=True, exist_ok=True)
        # the rows as they are now: what a run that was killed had written stands for another registry
        self.landing.bureaus.write_bytes(b"".join(json_line(bureau.as_record()) for bureau in self.bureaus))
        self._sightings = open_lines(self.landing.sightings)
        self._outcomes = open_lines(self.landing.outcomes)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self.keep()
            self.archive.share_log(self.run_id, at_once=True)
        finally:
            self.archive.close()
            os.close(self._sightings)
            os.close(self._outcomes)

    def keep(self) -> None:
        """Put the sightings on disk, and the captures behind them where the archive's bytes are."""
        self.archive.share_log(self.run_id)
        os.fsync(self._sightings)

    def land(self, sighting: Sighting) -> None:
        append_line(self._sightings, sighting.as_line())
        self.totals["sightings"] += 1

    def outcome(self, bureau_code: str, scope: Scope, state: str, **facts: Any) -> None:
        """How a bureau's run, or one noteworthy address, came out; ``facts`` are further fields of `Outcome`."""
        outcome = Outcome(self.run_id, bureau_code, iso(utc_now()), scope, state, **facts)
        append_line(self._outcomes, outcome.as_line())
