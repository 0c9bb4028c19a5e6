"""The history of an invented bureau in figures, from its code and the year alone.

Nothing is random: each number comes from a digest of bureau code, year and what is counted. So a report is the same
wherever it is made. Every identity of the form holds, what one year carries over the next takes up, and the stock of
rules follows from those issued and repealed. What breaks a rule on purpose is listed in ``texts/planted.yaml``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import Any

from practice.form import NO_FORM, edition
from practice.tables import Figures

FIRST_FORM_YEAR, FIRST_2021_YEAR, LAST_YEAR = 2019, 2021, 2025
Cells = dict[tuple[str, str, str], int]

SIZES: Mapping[str, tuple[int, int]] = {"county": (3, 16), "prefecture": (24, 90), "province": (110, 240)}
"""Applications in the first year, least and most, by level."""
APPLICANTS: Mapping[str, float] = {
    "natural_person": 0.8,
    "business_enterprise": 0.13,
    "research_institution": 0.01,
    "public_interest_organization": 0.01,
    "legal_service_organization": 0.04,
    "other_organization": 0.01,
}
OUTCOMES: Mapping[str, float] = {
    "granted": 0.46,
    "partly_granted": 0.11,
    "refused_other_law": 0.01,
    "refused_third_party": 0.04,
    "refused_internal_affairs": 0.02,
    "refused_deliberative": 0.02,
    "refused_enforcement_file": 0.02,
    "refused_administrative_inquiry": 0.03,
    "unavailable_not_held": 0.14,
    "unavailable_needs_creation": 0.04,
    "unavailable_unclear": 0.01,
    "declined_petition": 0.04,
    "declined_repeat": 0.02,
    "other_not_corrected": 0.03,
    "other_misc": 0.01,
}
"""Shares of the outcomes; those of the same kind are one line in the 2019 edition of the form."""
CHANNELS: Mapping[str, float] = {"website": 0.42, "gov_platform": 0.2, "wechat": 0.3, "weibo": 0.08}
WAYS: Mapping[str, float] = {"online": 0.7, "by_post": 0.2, "in_person": 0.1}


@dataclass(frozen=True, slots=True)
class Year:
    """One year of a bureau: cells by (section, line, column) as numbers, and what only prose states."""

    year: int
    cells: Mapping[tuple[str, str, str], int]
    stated: Mapping[str, Any]

    @property
    def edition(self) -> str:
        return NO_FORM if self.year < FIRST_FORM_YEAR else "2019" if self.year < FIRST_2021_YEAR else "2021"

    def figures(self) -> Figures:
        """The cells of the year's edition as printed, if not zero; empty before the form."""
        if self.edition == NO_FORM:
            return {}
        known = set(edition(self.edition).cells())
        return {key: _printed(key, value) for key, value in self.cells.items() if value and key in known}


def chance(*what: object) -> float:
    """A number from 0 to 1 that depends on nothing but ``what``."""
    digest = sha256("/".join(map(str, what)).encode()).digest()
    return int.from_bytes(digest[:6], "big") / 2**48


def between(least: int, most: int, *what: object) -> int:
    return least + int(chance(*what) * (most - least + 1))


def shared(total: int, shares: Mapping[str, float], *what: object) -> dict[str, int]:
    """``total`` cut into whole parts near ``shares``, which need not add up to 1."""
    if total <= 0:
        return dict.fromkeys(shares, 0)
    weights = {name: share * (0.5 + chance(*what, name)) for name, share in shares.items()}
    exact = {name: total * weight / sum(weights.values()) for name, weight in weights.items()}
    parts = {name: int(value) for name, value in exact.items()}
    by_rest = sorted(exact, key=lambda name: (parts[name] - exact[name], name))
    for name in by_rest[: total - sum(parts.values())]:
        parts[name] += 1
    return parts


@cache
def history(bureau_code: str, level: str, first_year: int, carry: tuple[tuple[int, int], ...] = ()) -> tuple[Year, ...]:
    """Every year from the first to 2025; ``carry`` are the (year, difference) of planted breaks in what is taken over."""
    return tuple(_years(bureau_code, level, first_year, dict(carry)))


def _years(code: str, level: str, first_year: int, carry: Mapping[int, int]) -> Iterator[Year]:
    base = between(*SIZES[level], code, "size")
    growth = 0.95 + 0.16 * chance(code, "growth")
    taken_over = dict.fromkeys(APPLICANTS, 0)
    last_received: int | None = None
    rules, items = between(4, 40, code, "rules"), _first_items(code)
    for year in range(first_year, LAST_YEAR + 1):
        trend = base * growth ** (year - first_year)
        received = round(trend * (0.7 + 0.6 * chance(code, year, "received")))
        taken_over["natural_person"] = max(0, taken_over["natural_person"] + carry.get(year, 0))
        cells, taken_over = _applications(code, year, received, taken_over)
        cells |= _appeals(code, year, received)
        rules = _proactive(cells, code, year, trend, rules, items)
        yield Year(year, cells, _stated(code, year, level, cells, last_received))
        last_received = received


def _applications(code: str, year: int, received: int, taken_over: Mapping[str, int]) -> tuple[Cells, dict[str, int]]:
    cells: Cells = {}
    by_applicant = shared(received, APPLICANTS, code, year, "applicants")
    left: dict[str, int] = {}
    for applicant, count in by_applicant.items():
        all_in = count + taken_over[applicant]
        left[applicant] = min(all_in, round(count * 0.14 * chance(code, year, applicant, "left")))
        outcomes = shared(all_in - left[applicant], OUTCOMES, code, year, applicant)
        outcomes["other_handling"] = outcomes["other_not_corrected"] + outcomes["other_misc"]
        column = {
            "received_new": count,
            "carried_in": taken_over[applicant],
            **outcomes,
            "processed_total": all_in - left[applicant],
            "carried_out": left[applicant],
        }
        for line, value in column.items():
            cells["applications", line, applicant] = value
            cells["applications", line, "total"] = cells.get(("applications", line, "total"), 0) + value
    return cells, left


def _appeals(code: str, year: int, received: int) -> Cells:
    cells: Cells = {}
    shares = {"upheld": 0.6, "corrected": 0.1, "other_result": 0.15, "pending": 0.15}
    for line, part in (("review", 0.05), ("litigation_direct", 0.02), ("litigation_after_review", 0.02)):
        total = round(received * part * 2 * chance(code, year, line))
        for column, value in shared(total, shares, code, year, line).items():
            cells["appeals", line, column] = value
        cells["appeals", line, "total"] = total
    return cells


def _first_items(code: str) -> dict[str, int]:
    """Items of the 2019 edition's lines when its first report begins."""
    lines = ("administrative_licensing", "other_public_services", "administrative_penalties", "administrative_fees")
    return {line: between(2, 30, code, line, "items") for line in lines}


def _proactive(cells: Cells, code: str, year: int, trend: float, rules: int, items: dict[str, int]) -> int:
    """Adds table two to ``cells`` and carries ``items`` on; returns the rules in force at the end of the year."""
    made, dropped = between(0, 6, code, year, "made"), min(rules, between(0, 4, code, year, "dropped"))
    in_force = rules + made - dropped
    line = ("proactive", "normative_documents")
    cells |= {
        (*line, "issued"): made,
        (*line, "repealed"): dropped,
        (*line, "in_force"): in_force,
        (*line, "newly_made"): made,
        (*line, "newly_disclosed"): made,
        (*line, "total_disclosed"): in_force,
    }
    for name, scale in (
        ("administrative_licensing", 22),
        ("administrative_penalties", 2),
        ("other_public_services", 90),
    ):
        cells["proactive", name, "decisions"] = round(trend * scale * (0.6 + 0.8 * chance(code, year, name)))
    cells["proactive", "administrative_fees", "fees_collected"] = between(0, 90_000, code, year, "fees")
    if FIRST_FORM_YEAR <= year < FIRST_2021_YEAR:
        for name, count in items.items():
            change = between(-1, 3, code, year, name, "change")
            cells["proactive", name, "items_last_year"] = count
            cells["proactive", name, "items_change"] = change
            items[name] = count + change
        cells["proactive", "government_procurement", "procurement_items"] = between(1, 12, code, year, "bought")
        amount = between(20, 900, code, year, "amount") * 1000
        cells["proactive", "government_procurement", "procurement_amount"] = amount
    return in_force


def _printed(key: tuple[str, str, str], value: int) -> str:
    """Fees are kept in yuan and printed in units of 10,000 yuan, the way the form wants them."""
    return f"{value / 10_000:.4f}".rstrip("0").rstrip(".") if key[-1] == "fees_collected" else str(value)


def _stated(code: str, year: int, level: str, cells: Cells, last_received: int | None) -> dict[str, Any]:
    """The numbers of the prose; parts add up to their totals, changes are those between two years."""

    def total(*lines: str) -> int:
        return sum(cells["applications", line, "total"] for line in lines)

    scale = {"county": 1, "prefecture": 3, "province": 6}[level]
    items = between(90 * scale, 260 * scale, code, "items") + (year - 2008) * between(3, 12 * scale, code, "more")
    items = round(items * (0.85 + 0.3 * chance(code, year, "items")))
    received = total("received_new")
    stated: dict[str, Any] = {
        "proactive_items": items,
        **(channels := shared(items, CHANNELS, code, year, "channels")),
        "elsewhere": items - channels["website"],
        **shared(received, WAYS, code, year, "ways"),
        "interpretations": between(3, 12 * scale, code, year, "interpretations"),
        "concerns": between(2, 9 * scale, code, year, "concerns"),
        "messages": between(20, 160 * scale, code, year, "messages"),
        "npc": between(1, 8 * scale, code, year, "npc"),
        "cppcc": between(1, 8 * scale, code, year, "cppcc"),
        "trainings": between(1, 4, code, year, "trainings"),
        "days": f"{6 + 9 * chance(code, year, 'days'):.1f}",
        "received": received,
        "processed": total("processed_total"),
        "reviews": cells["appeals", "review", "total"],
        "litigation": cells["appeals", "litigation_direct", "total"]
        + cells["appeals", "litigation_after_review", "total"],
        "granted": total("granted"),
        "partly": total("partly_granted"),
        "refused": total(*_refusals(cells)),
        "not_held": total("unavailable_not_held"),
        "carried_in": total("carried_in"),
        "carried_out": total("carried_out"),
    }
    return stated | _change(received, last_received)


def _refusals(cells: Cells) -> Sequence[str]:
    lines = dict.fromkeys(line for section, line, _ in cells if section == "applications")
    return [line for line in lines if line.startswith("refused_")]


def _change(received: int, last: int | None) -> dict[str, Any]:
    """The change against last year as a bureau words it; nothing if there is no last year, ``same`` if nothing changed."""
    if last is None:
        return {}
    if received == last:
        return {"same": 1} if received else {}
    stated: dict[str, Any] = {"more": received - last} if received > last else {"fewer": last - received}
    if last:
        stated["rise_pct" if received > last else "fall_pct"] = f"{100 * abs(received - last) / last:.1f}"
    return stated
