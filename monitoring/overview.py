"""What all bureaus need, grouped by what it is: from how the last runs came out, and what the release lacks. Nothing is asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from crawler.registry import Bureau
from crawler.registry.portal import unconfirmed
from crawler.sources.doctor import SILENT
from crawler.sources.needs import GAPS, NEVER_RUN, PARKED, need
from lookup.show import counted
from store.home import Home
from store.landed import Outcome
from store.lines import read_lines
from warehouse.read import gaps

NAMED = 4
"""Bureaus of a group that are named; `gongkai doctor CODE` says more of each."""


@dataclass(frozen=True, slots=True)
class Group:
    """Bureaus that need the same."""

    what: str
    """The portal's state and label, or the state of the years that are not there."""
    need: str
    bureaus: tuple[str, ...]
    years: int | None = None
    """How many bureau-years, if it is about years."""


@dataclass(frozen=True, slots=True)
class Overview:
    bureaus: int
    groups: tuple[Group, ...]

    @property
    def in_need(self) -> int:
        return len({code for group in self.groups for code in group.bureaus})


def overview(home: Path, bureaus: Sequence[Bureau]) -> Overview:
    """Every bureau of the registry that needs something, the largest group first."""
    states, known = newest_states(home), {bureau.bureau_code for bureau in bureaus}
    groups = (*_of_portals(bureaus, states), *_of_years(home, known))
    return Overview(len(bureaus), tuple(sorted(groups, key=lambda group: (-len(group.bureaus), group.what))))


def newest_states(home: Path) -> Mapping[str, Outcome]:
    """How each bureau came out in the newest run that says anything of its portal."""
    found: dict[str, Outcome] = {}
    for landing in Home(home).visits():
        for line in read_lines(landing.outcomes, containing='"bureau"'):
            outcome = Outcome.from_record(line)
            if outcome.scope == "bureau" and outcome.state not in SILENT:
                found[outcome.bureau_code] = outcome
    return found


def _of_portals(bureaus: Iterable[Bureau], states: Mapping[str, Outcome]) -> Iterator[Group]:
    """By the trouble of the portal, or by what the registry does not know of it."""
    found: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for bureau in bureaus:
        code = bureau.bureau_code
        if unknown := unconfirmed(bureau.platform, bureau.portal):
            found["parked", PARKED.format(", ".join(unknown))].append(code)
        elif code not in states:
            found["never run", NEVER_RUN].append(code)
        elif sentence := need(states[code].state, states[code].label):
            label = states[code].label
            found[states[code].state + (f" ({label})" if label else ""), sentence].append(code)
    for (what, sentence), codes in found.items():
        yield Group(what, sentence, tuple(sorted(codes)))


def _of_years(home: Path, known: set[str]) -> Iterator[Group]:
    """By the state of the years of which a settled report is expected and not there."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for gap in gaps(home):
        if gap.bureau_code in known:
            found[gap.state].append(gap.bureau_code)
    for state, codes in found.items():
        yield Group(f"{state} years", GAPS[state], tuple(sorted(set(codes))), len(codes))


def lines(found: Overview, suffix: str = "") -> Iterator[str]:
    """The overview for people; ``suffix`` completes the command for this home."""
    well = found.bureaus - found.in_need
    yield f"{found.bureaus} bureaus: {well} need nothing, {found.in_need} need something"
    for group in found.groups:
        years = f", {counted(group.years, 'year')}" if group.years is not None else ""
        yield ""
        yield f"{group.what}: {counted(len(group.bureaus), 'bureau')}{years}"
        more = f" and {len(group.bureaus) - NAMED} more" if len(group.bureaus) > NAMED else ""
        yield f"         {', '.join(group.bureaus[:NAMED])}{more}"
        yield f"needed   {group.need}"
        yield f"try      gongkai doctor {group.bureaus[0]}{suffix}"
