"""Figures of a report that add up, and mistakes as bureaus make them.

The sums of the form are written out here once more, apart from ``parsing.proof.checks``: this is the oracle.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from hypothesis import strategies as st

from practice.form import edition

CellKey = tuple[str, str, str]
Figures = dict[CellKey, Decimal]


@dataclass(frozen=True, slots=True)
class Sum:
    """Cells whose sums are to be equal; ``check``, ``line`` and ``column`` name it as ``gongkai parse`` does."""

    check: str
    line: str
    column: str
    left: tuple[CellKey, ...]
    right: tuple[CellKey, ...]


APART = ("received_new", "carried_in", "processed_total", "carried_out")
"""Lines of table three that are no outcome."""
EDITIONS = ("2021", "2019")


@dataclass(frozen=True, slots=True)
class Batch:
    """Some applications of one kind of applicant that ended alike."""

    column: str
    outcome: str
    count: int
    is_carried_in: bool


def columns(code: str, section: str) -> tuple[str, ...]:
    return tuple(name for name, _ in edition(code).columns[section])


def outcomes(code: str) -> tuple[str, ...]:
    return tuple(line.code for line in edition(code).section("applications") if line.code not in APART)


def sums(code: str) -> Iterator[Sum]:
    """Every sum of one edition: 25 or 23 lines, 7 columns of outcomes, 7 balances, 3 lines of appeals."""
    form = edition(code)
    for check, section in (("applicant_total", "applications"), ("appeal_total", "appeals")):
        *parts, total = columns(code, section)
        for line in form.section(section):
            cells = tuple((section, line.code, part) for part in parts)
            yield Sum(check, line.code, total, cells, ((section, line.code, total),))
    for column in columns(code, "applications"):
        done = ("applications", "processed_total", column)
        ended = tuple(("applications", line, column) for line in outcomes(code))
        received, carried_in, carried_out = (
            ("applications", line, column) for line in ("received_new", "carried_in", "carried_out")
        )
        yield Sum("outcome_total", "processed_total", column, ended, (done,))
        yield Sum("balance", "balance", column, (received, carried_in), (done, carried_out))


def cannot_hold(code: str, values: Mapping[CellKey, Decimal | None]) -> list[Sum]:
    """The sums that no numbers (none below zero) in the cells without one could make hold."""
    broken = []
    for one in sums(code):
        sides = [[values[cell] for cell in side] for side in (one.left, one.right)]
        if any(all(value is None for value in side) for side in sides):
            continue
        low = [sum((value for value in side if value is not None), Decimal(0)) for side in sides]
        whole = [None not in side for side in sides]
        if (low[0] > low[1] and whole[1]) or (low[1] > low[0] and whole[0]):
            broken.append(one)
    return broken


def holds_with_zeros(code: str, values: Mapping[CellKey, Decimal | None]) -> bool:
    """Whether every sum that prints a number holds if what shows no number is zero."""
    sides = (
        [sum((values[cell] or Decimal(0) for cell in side), Decimal(0)) for side in (one.left, one.right)]
        for one in sums(code)
    )
    return all(left == right for left, right in sides)


def add_up(code: str, batches: Sequence[Batch], appeals: Sequence[Sequence[int]], proactive: Figures) -> Figures:
    """Figures of one edition from their parts; ``appeals`` has four results for each of its three lines."""
    figures = {key: Decimal(0) for key in edition(code).cells()} | proactive
    for batch in batches:
        enters = "carried_in" if batch.is_carried_in else "received_new"
        leaves = (batch.outcome,) if batch.outcome == "carried_out" else (batch.outcome, "processed_total")
        for line in (enters, *leaves):
            for column in (batch.column, "total"):
                figures["applications", line, column] += batch.count
    for line, results in zip(edition(code).section("appeals"), appeals, strict=True):
        *parts, total = columns(code, "appeals")
        for part, result in zip(parts, results, strict=True):
            figures["appeals", line.code, part] = Decimal(result)
        figures["appeals", line.code, total] = Decimal(sum(results))
    return figures


def random_figures(random: Random, code: str) -> Figures:
    """Figures as they are: mostly zeros, some bureaus with many applications, fees with decimals."""
    batch_count, largest = random.choice(((0, 1), (1, 4), (4, 6), (8, 30), (12, 900), (30, 40), (40, 3000)))
    applicants = columns(code, "applications")[:-1]
    endings = (*outcomes(code), "carried_out")
    batches = [
        Batch(
            random.choices(applicants, (60, 20, 3, 3, 6, 8))[0],
            random.choice(endings),
            random.randint(1, largest),
            random.random() < 0.15,
        )
        for _ in range(batch_count)
    ]
    busy = random.choice((0.0, 0.1, 0.5))
    appeals = [[random.choice((1, 2, 7, 13, 120)) if random.random() < busy else 0 for _ in range(4)] for _ in range(3)]
    return add_up(code, batches, appeals, _random_proactive(random, code))


def of_one_kind(figures: Figures, column: str) -> Figures:
    """The same with all applicants of one kind: each number of table three then stands there twice, in ``column`` and the total."""
    apart = {key for key in figures if key[0] == "applications" and key[2] != "total"}
    return figures | {key: figures[*key[:2], "total"] if key[2] == column else Decimal(0) for key in apart}


def _random_proactive(random: Random, code: str) -> Figures:
    found: Figures = {}
    for line in edition(code).section("proactive"):
        for column in (name for name, _ in edition(code).line_columns(line)):
            largest = random.choice((0, 0, 3, 20, 400, 60_000))
            value = Decimal(random.randint(0, largest))
            if column in ("fees_collected", "procurement_amount") and value:
                value += Decimal(random.randint(0, 999_999)).scaleb(-6)
                value = round(value, random.choice((0, 1, 2, 4, 6)))
            if column == "items_change" and random.random() < 0.3:
                value = -value
            found["proactive", line.code, column] = value
    return found


def _set(figures: Figures, key: CellKey, value: int | Decimal) -> Figures:
    return figures | {key: Decimal(value)}


def _one_cell_changed(random: Random, figures: Figures) -> Figures:
    key = random.choice([key for key in figures if key[0] != "proactive"])
    return _set(figures, key, figures[key] + random.choice((1, 1, 2, 9, 10, 100)))


def _one_cell_lost(random: Random, figures: Figures) -> Figures:
    filled = [key for key, value in figures.items() if value and key[0] != "proactive"]
    return _set(figures, random.choice(filled), 0) if filled else figures


def _totals_left_zero(random: Random, figures: Figures) -> Figures:
    """聊城市 2023: the totals of the outcome lines stay 0."""
    kept = {"received_new", "processed_total"}
    return figures | {
        key: Decimal(0) for key in figures if key[0] == "applications" and key[2] == "total" and key[1] not in kept
    }


def _digits_swapped(random: Random, figures: Figures) -> Figures:
    long = [key for key, value in figures.items() if value >= 10 and key[0] != "proactive"]
    if not long:
        return figures
    key = random.choice(long)
    digits = list(str(figures[key]))
    digits[-1], digits[-2] = digits[-2], digits[-1]
    return _set(figures, key, Decimal("".join(digits)))


def _line_shifted(random: Random, figures: Figures) -> Figures:
    """One line of table three typed one column too far to the left."""
    lines = [key[1] for key, value in figures.items() if value and key[0] == "applications"]
    if not lines:
        return figures
    line = random.choice(lines)
    keys = [key for key in figures if key[:2] == ("applications", line)]
    values = [figures[key] for key in keys]
    return figures | dict(zip(keys, (*values[1:], values[0]), strict=True))


MISTAKES = {
    "none": lambda random, figures: figures,
    "one_cell_changed": _one_cell_changed,
    "one_cell_lost": _one_cell_lost,
    "totals_left_zero": _totals_left_zero,
    "digits_swapped": _digits_swapped,
    "line_shifted": _line_shifted,
}


@st.composite
def consistent_figures(draw: st.DrawFn, code: str) -> Figures:
    """Hypothesis: figures of one edition that add up."""
    batch = st.builds(
        Batch,
        st.sampled_from(columns(code, "applications")[:-1]),
        st.sampled_from((*outcomes(code), "carried_out")),
        st.integers(1, 5000),
        st.booleans(),
    )
    results = st.lists(st.integers(0, 50), min_size=4, max_size=4)
    proactive = {
        key: draw(st.decimals(0, 99_999, places=2) if key[2] == "fees_collected" else st.integers(0, 9999).map(Decimal))
        for key in edition(code).cells()
        if key[0] == "proactive"
    }
    return add_up(code, draw(st.lists(batch, max_size=12)), draw(st.lists(results, min_size=3, max_size=3)), proactive)
