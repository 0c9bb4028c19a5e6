"""What a night was to bring of a case, and what is missing of it, in sentences. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from deck.nights import SECOND, Night
from parsing.prose.titles import read_title
from practice.faults import Case, Expected, Outcome
from practice.faults.case import FIRST
from practice.faults.portal_site import site_of
from practice.faults.site import LinkSite
from practice.faults.statuses import OUTSIDER

NEVER_ASKED = ("guide", "rule_of_law")
"""Look-alikes that stand in every list."""


def shortfalls(case: Case, nights: Sequence[Night], port: int) -> list[str]:
    """What the last of ``nights`` has not done that the case asks for; ``nights`` are those since the home was empty."""
    night = nights[-1]
    stage = case.stages.get(night.stage) or case.stages[FIRST]
    expected, site = stage.expected, site_of(case, port)
    found = [*_doubled(case, nights)]
    if night.stage in case.stages:
        found += [
            *_state(case, expected, night),
            *_years(case, expected, nights),
            *_outcomes(case, expected, night, site),
            *_asked(case, expected, night, site),
        ]
    return found


def _state(case: Case, expected: Expected, night: Night) -> Iterator[str]:
    state, label = night.state(case)
    if state != expected.state or (expected.label and label != expected.label):
        yield f"the bureau is {state} {label or ''}, not {expected.state} {expected.label or ''}".replace(" ,", ",")


def years(case: Case, nights: Sequence[Night]) -> list[int]:
    """Report years sighted so far."""
    titles = {
        sighting["list_title"]
        for night in nights
        for sighting in night.of(case, night.sightings)
        if sighting["kind"] == "report" and sighting["is_present"]
    }
    return sorted({read_title(title).report_year or 0 for title in titles})


def _years(case: Case, expected: Expected, nights: Sequence[Night]) -> Iterator[str]:
    found = years(case, nights)
    if expected.years is not None and found != sorted(expected.years):
        yield f"reports of {found} are found, not of {sorted(expected.years)}"


def _outcomes(case: Case, expected: Expected, night: Night, site: LinkSite) -> Iterator[str]:
    for place, outcome in expected.outcomes.items():
        said = outcomes_of(address(site, place), case, night)
        if not any(_matches(one, outcome) for one in said):
            told = ", ".join(f"{one.outcome} {one.label or ''}".strip() for one in said) or "unheard of"
            yield f"{place} is {told}, not {outcome.outcome} {outcome.label or ''}".rstrip()


def outcomes_of(url: str, case: Case, night: Night) -> list[Outcome]:
    """What captures and outcomes of a night say of one address."""
    captured = [Outcome(record["outcome"], record.get("label")) for record in night.captures if record["url"] == url]
    told = [
        Outcome(record["state"], record["label"])
        for record in night.of(case, night.outcomes)
        if record["scope"] == "address" and record["url"] == url
    ]
    return list(dict.fromkeys((*captured, *told)))


def _matches(said: Outcome, wanted: Outcome) -> bool:
    return said.outcome == wanted.outcome and wanted.label in (None, said.label)


def _asked(case: Case, expected: Expected, night: Night, site: LinkSite) -> Iterator[str]:
    asked = Counter(urlsplit(visit.path).path for visit in night.seen(case))
    for place in {*expected.unasked, *NEVER_ASKED} - set(expected.asked):
        if asked[path(site, place)]:
            yield f"{place} was asked for"
    for place, most in expected.asked.items():
        if not 1 <= asked[path(site, place)] <= most:
            yield f"{place} was asked for {asked[path(site, place)]} times, not {most}"


def _doubled(case: Case, nights: Sequence[Night]) -> Iterator[str]:
    """A good document is captured once, and not again the next evening; a sighting is written once."""
    night, known = nights[-1], Counter[str]()
    for record in _good(case, night):
        known[record["url"]] += 1
    yield from (f"{url} was captured {count} times in one night" for url, count in known.items() if count > 1)
    if night.stage == SECOND:
        before = {record["url"] for earlier in nights[:-1] for record in _good(case, earlier)}
        yield from (f"{url} was captured the night before, too" for url in before & set(known))
    sighted = Counter(
        (sighting["url"], sighting["sha256"], sighting["is_present"]) for sighting in night.of(case, night.sightings)
    )
    yield from (f"{url} was sighted {count} times" for (url, *_), count in sighted.items() if count > 1)


def _good(case: Case, night: Night) -> Iterator[dict[str, object]]:
    return (
        record
        for record in night.of(case, night.captures)
        if record["kind"] in ("report", "attachment") and record["outcome"] == "ok" and record["status"] == 200
    )


def path(site: LinkSite, place: str) -> str:
    """The path of a place; of a later list page, whether the bureau has one or not."""
    if place.startswith("list "):
        return f"{site.column}index_{place.removeprefix('list ')}.html"
    return site.places[place]


def address(site: LinkSite, place: str) -> str:
    if "://" in place:
        return place.format(outsider=OUTSIDER, port=site.port)
    return site.base_url + path(site, place)
