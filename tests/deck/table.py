"""The table of the deck: a line for each case, what each of its nights came to, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from deck.nights import Night, cases_of
from deck.verdicts import address, outcomes_of, shortfalls, years
from practice.faults import Case
from practice.faults.portal_site import site_of


def played(case: Case, nights: Sequence[Night], port: int) -> Iterator[str]:
    """A line for each night of a case that its stages speak of."""
    for number, night in enumerate(nights, start=1):
        if night.stage not in case.stages or case not in cases_of(night.stage):
            continue
        state, label = night.state(case)
        site = site_of(case, port)
        places = case.stages[night.stage].expected.outcomes
        said = "; ".join(
            f"{place}: {' '.join(filter(None, (one.outcome, one.label)))}"
            for place in places
            for one in outcomes_of(address(site, place), case, night)[-1:]
        )
        missing = shortfalls(case, nights[:number], port)
        found = " ".join(map(str, years(case, nights[:number])))
        verdict = "ok" if not missing else "MISSING: " + "; ".join(missing)
        yield f"{case.name:<26} {night.stage:<8} {state or '-':<9} {label or '-':<15} {found:<20} {verdict}  [{said}]"
