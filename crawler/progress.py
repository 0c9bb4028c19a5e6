"""What one run has seen of one bureau, and the state that it comes to in the end."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

LIST_KINDS = ("list", "shell")


@dataclass(frozen=True, slots=True)
class Trouble:
    """A request that brought nothing to read: a capture outcome, its label, one sentence, and the capture that shows it."""

    outcome: str
    label: str | None
    reason: str
    capture_id: str | None = None


@dataclass(slots=True)
class Walk:
    """One walk over the lists of a strategy; ``is_full`` if every page is wanted, new rows or not."""

    strategy: str
    is_full: bool
    is_guess: bool = False
    """Nothing states that this list exists: if it does not, that is no failure."""
    url: str | None = None
    """The way to the list, if the registry does not know it."""
    was_broken: bool = False
    """The last walk did not come to its end."""
    pending: int = 0
    pages: int = 0
    ids: set[str] = field(default_factory=set)
    """Articles that its pages offer, reports or not."""
    wanted: int = 0
    is_cut: bool = False
    """Pages were left out, because those before them brought nothing new."""
    has_failed: bool = False


@dataclass(slots=True)
class Progress:
    """Articles asked for by their number, files by address; ``new`` reports; what went wrong with lists, and in all."""

    articles: set[str] = field(default_factory=set)
    files: set[str] = field(default_factory=set)
    walks: dict[str, Walk] = field(default_factory=dict)
    new: int = 0
    requests: int = 0
    parked: str | None = None
    is_discovering: bool = False
    list_trouble: Trouble | None = None
    troubles: Counter[str] = field(default_factory=Counter)
    worst: dict[str, Trouble] = field(default_factory=dict)
    """The first trouble of each outcome."""

    @property
    def is_held(self) -> bool:
        """The portal does not want to be asked any more tonight."""
        is_refused = self.list_trouble is not None and self.list_trouble.outcome == "refused"
        return bool(is_refused or self.troubles["blocked"] or self.troubles["postponed"])

    def note(self, trouble: Trouble, kind: str, strategy: str) -> None:
        self.troubles[trouble.outcome] += 1
        self.worst.setdefault(trouble.outcome, trouble)
        if kind in LIST_KINDS and strategy in ("column", "known") and self.list_trouble is None:
            self.list_trouble = trouble


@dataclass(frozen=True, slots=True)
class FinalState:
    state: str
    label: str | None
    reason: str


def final_state(progress: Progress, *, has_reports: bool) -> FinalState:
    """How a bureau's run came out; ``has_reports`` if this or an earlier run captured any.

    A wall comes before anything else, even if reports came through: somebody has to look at it. A list that
    cannot be read is a failure; one bad article among good ones is not.
    """
    bad = sum(count for outcome, count in progress.troubles.items() if outcome != "postponed")
    counts = f"{progress.new} new reports" + (f", {bad} addresses answered badly" if bad else "")
    if (wall := progress.worst.get("blocked")) is not None:
        return FinalState("blocked", wall.label, f"{wall.reason}; {counts}")
    broken = progress.list_trouble
    if broken is not None and broken.outcome == "empty":
        return FinalState("empty", broken.label, f"{broken.reason}; {counts}")
    if broken is not None and broken.outcome not in ("postponed", "refused"):
        return FinalState("failed", broken.label or broken.outcome, f"{broken.reason}; {counts}")
    if (held := progress.worst.get("postponed")) is not None:
        return FinalState(
            "postponed", held.label, f"{progress.troubles['postponed']} requests wait: {held.reason}; {counts}"
        )
    if broken is not None:
        return FinalState("refused", broken.label, f"{broken.reason}; {counts}")
    if progress.new:
        return FinalState("new", None, counts)
    if not has_reports and (refused := progress.worst.get("refused")) is not None:
        return FinalState("refused", refused.label, f"{refused.reason}; {counts}")
    if progress.parked is not None and not progress.walks:
        return FinalState("parked", None, progress.parked)
    if not progress.is_discovering and not progress.requests:
        return FinalState("not_due", None, "nothing is due")
    if not has_reports:
        return FinalState("empty", None, f"no list offers a report; {counts}")
    return FinalState("quiet", None, counts)
