"""What a case of the fault deck is: a small bureau, what its portal does wrong, and what a good crawler makes of it.

Cases are data (``cases/*.yaml``). A place names an address of the bureau without spelling it: ``robots``, ``sitemap``,
``home``, ``list``, ``list 2``, ``article 2022``, ``file 2022``, ``file 2022 2``, or the name of an extra row; ``*`` is
every place but ``robots``; an address of another host stands for itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

import yaml

FIRST, SECOND = "first", "second"
"""Stages that the two nights of every case are played in; a case may have others."""

BUREAU_STATES = ("new", "quiet", "empty", "blocked", "refused", "failed", "postponed", "parked", "not_due")
OUTCOMES = (
    *("ok", "not_modified", "not_here", "soft_404", "maintenance", "empty", "blocked", "truncated", "wrong_type"),
    *("http_error", "refused", "postponed", "too_large", "failed"),
    *("wrong_year", "look_alike", "other_agency", "mirror", "vanished", "back", "unlisted"),
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of one address, as captures and outcomes say it; ``label`` is ``None`` if any will do."""

    outcome: str
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Expected:
    """What one night must bring.

    ``years`` are the reports that have been found by the end of the night, each address of them captured once (``None``:
    as it happens); ``outcomes`` what becomes of a place; ``unasked`` places that nobody asks for; ``asked`` how often at
    most a place is asked; ``label`` that of the bureau's state.
    """

    state: str
    years: tuple[int, ...] | None = ()
    outcomes: Mapping[str, Outcome] = field(default_factory=dict)
    unasked: tuple[str, ...] = ()
    asked: Mapping[str, int] = field(default_factory=dict)
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """A thing a server does wrong, by name, with its parameters; only for the first ``times`` requests if given."""

    name: str
    parameters: Mapping[str, Any]
    times: int | None = None


@dataclass(frozen=True, slots=True)
class Stage:
    """What the portal does at its places while the stage lasts, and what a night then must bring."""

    faults: Mapping[str, tuple[Fault, ...]]
    expected: Expected


@dataclass(frozen=True, slots=True)
class Extra:
    """A further row of the list: a page of its own, or an address of another page.

    ``same_as`` is the place it shows. ``url`` leads to another host.
    """

    place: str
    title: str
    same_as: str | None = None
    url: str | None = None
    path: str | None = None
    is_listed: bool = True


@dataclass(frozen=True, slots=True)
class Case:
    """``disallowed`` and ``crawl_delay`` are what its robots.txt, as it stands in the first stage, asks of a guest."""

    name: str
    address: str
    bureau_code: str
    platform: str
    what: str
    reports: tuple[int, ...]
    stages: Mapping[str, Stage]
    forms: Mapping[int, str] = field(default_factory=dict)
    extras: tuple[Extra, ...] = ()
    portal: Mapping[str, Any] = field(default_factory=dict)
    known: tuple[int, ...] = ()
    scheme: str = "http"
    is_listening: bool = True
    disallowed: tuple[str, ...] = ()
    crawl_delay: float = 0.0
    theme: str = ""

    @property
    def expected(self) -> Expected:
        """Of the first night."""
        return self.stages[FIRST].expected

    @property
    def region_code(self) -> str:
        return self.bureau_code.removeprefix("hrss-")


@cache
def cases() -> tuple[Case, ...]:
    """Every case, by theme in the order of the files; raises ``ValueError`` if two share a name, address or bureau."""
    found = tuple(_all())
    for what in ("name", "address", "bureau_code"):
        values = [getattr(case, what) for case in found]
        doubled = sorted({value for value in values if values.count(value) > 1})
        if doubled:
            raise ValueError(f"two cases have the {what} {', '.join(doubled)}")
    return found


def _all() -> Iterator[Case]:
    folder = resources.files("practice").joinpath("faults", "cases")
    for source in sorted(folder.iterdir(), key=lambda source: source.name):
        if source.name.endswith(".yaml"):
            for row in yaml.safe_load(source.read_text(encoding="utf-8")):
                yield _case(row, source.name.removesuffix(".yaml").partition("-")[2])


def _case(row: Mapping[str, Any], theme: str) -> Case:
    facts = dict(row)
    stages = {FIRST: facts.pop(FIRST), **facts.pop("stages", {})}
    if SECOND in facts:
        stages[SECOND] = facts.pop(SECOND)
    return Case(
        bureau_code=f"hrss-{facts.pop('region')}",
        platform=facts.pop("platform", "links"),
        reports=tuple(facts.pop("reports")),
        known=tuple(facts.pop("known", ())),
        disallowed=tuple(facts.pop("disallowed", ())),
        extras=tuple(Extra(**extra) for extra in facts.pop("extras", ())),
        stages={name: _stage(stage) for name, stage in stages.items()},
        theme=theme,
        **facts,
    )


def _stage(row: Mapping[str, Any]) -> Stage:
    facts = dict(row)
    faults = {place: tuple(_faults(stated)) for place, stated in facts.pop("faults", {}).items()}
    outcomes = {place: Outcome(*text.split()) for place, text in facts.pop("outcomes", {}).items()}
    state, _, label = facts.pop("state").partition(" ")
    expected = Expected(
        state,
        years=None if facts.get("years", ()) is None else tuple(facts.pop("years", ())),
        outcomes=outcomes,
        unasked=tuple(facts.pop("unasked", ())),
        label=label or None,
        **{name: value for name, value in facts.items() if name != "years"},
    )
    unknown = {outcome.outcome for outcome in outcomes.values()} - set(OUTCOMES) | {state} - set(BUREAU_STATES)
    if unknown:
        raise ValueError(f"{', '.join(sorted(unknown))} is no outcome")
    return Stage(faults, expected)


def _faults(stated: str | Mapping[str, Any]) -> Iterator[Fault]:
    """``silence``, or a mapping of names to parameters, applied in that order."""
    for name, parameters in ({stated: {}} if isinstance(stated, str) else stated).items():
        given = dict(parameters or {})
        times = given.pop("times", None)
        yield Fault(name, given, times)
