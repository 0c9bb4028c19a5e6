"""Documents as JSON-ready records: the contract of ``gongkai parse --json``."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from parsing.model import Check, Claim, ClaimSum, Document, ExtraLine, Figure, Place, UnboundNumber


def number(value: Decimal | None) -> int | float | str | None:
    """A decimal as the shortest JSON number that reads back the same; its digits as a text if no double holds them."""
    if value is None:
        return None
    if value == value.to_integral_value():
        return int(value)
    return float(value) if Decimal(repr(float(value))) == value else digits(value)


def digits(value: Decimal) -> str:
    """A decimal as people write it: no zeros at its end, no point behind a whole one, no exponent."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def to_record(document: Document) -> dict[str, Any]:
    """One object for one document, keys in the order of the contract."""
    source, report = document.source, document.report
    return {
        "source": {
            "path": source.path,
            "sha256": source.sha256,
            "media_type": source.media_type,
            "reader": source.reader,
        },
        "report": {
            "agency_name": report.agency_name,
            "report_year": report.report_year,
            "year_source": report.year_source,
            "form_edition": report.form_edition,
            "editions": _editions(report.editions),
            "title": report.title,
            "verdict": report.verdict,
            "is_invented": report.is_invented,
        },
        "figures": [_figure(figure) for figure in report.figures],
        "checks": [_check(check) for check in report.checks],
        "claims": [_claim(claim) for claim in report.claims],
        "unbound": [_unbound(found) for found in report.unbound],
        "claim_sums": [_claim_sum(claim_sum) for claim_sum in report.claim_sums],
        "extra_lines": [_extra_line(line) for line in report.extra_lines],
        "error": document.error,
    }


def _editions(editions: tuple[str, str] | None) -> dict[str, str] | None:
    """The edition of each table."""
    if editions is None:
        return None
    proactive, others = editions
    return {"proactive": proactive, "applications": others, "appeals": others}


def _place(place: Place | None) -> dict[str, Any] | None:
    if place is None:
        return None
    found = {name: getattr(place, name) for name in ("page", "table", "row", "cell", "line")}
    where: dict[str, Any] = {name: value for name, value in found.items() if value is not None}
    return where | ({"box": list(place.box)} if place.box else {})


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "section": figure.section,
        "line": figure.line,
        "column": figure.column,
        "value": number(figure.value),
        "raw": figure.raw,
        "state": figure.state,
        "where": _place(figure.where),
        "proof": figure.proof,
        "proposed": number(figure.proposed),
        "printed_unit": figure.printed_unit,
    }


def _check(check: Check) -> dict[str, Any]:
    return {
        "check": check.check,
        "line": check.line,
        "column": check.column,
        "left": number(check.left),
        "right": number(check.right),
        "status": check.status,
    }


def _extra_line(line: ExtraLine) -> dict[str, Any]:
    return {
        "section": line.section,
        "label": line.label,
        "values": list(line.values),
        "where": _place(line.where),
    }


def _claim(claim: Claim) -> dict[str, Any]:
    return {
        "metric": claim.metric,
        "kind": claim.kind,
        "value": number(claim.value),
        "raw": claim.raw,
        "sentence": claim.sentence,
        "section": claim.section,
        "decimals": claim.decimals,
        "is_approximate": claim.is_approximate,
        "where": _place(claim.where),
        "span": _span(claim.span),
        "why": claim.why,
        "contains": claim.contains,
    }


def _unbound(found: UnboundNumber) -> dict[str, Any]:
    return {
        "value": number(found.value),
        "raw": found.raw,
        "sentence": found.sentence,
        "section": found.section,
        "span": _span(found.span),
        "reason": found.reason,
        "detail": found.detail,
        "candidates": list(found.candidates),
        "where": _place(found.where),
    }


def _claim_sum(claim_sum: ClaimSum) -> dict[str, Any]:
    return {
        "metric": claim_sum.metric,
        "value": number(claim_sum.value),
        "part_set": claim_sum.part_set,
        "parts": [
            {"label": part.label, "metric": part.metric, "value": number(part.value)} for part in claim_sum.parts
        ],
        "is_exhaustive": claim_sum.is_exhaustive,
        "status": claim_sum.status,
        "sentence": claim_sum.sentence,
        "section": claim_sum.section,
        "where": _place(claim_sum.where),
    }


def _span(span: tuple[int, int] | None) -> list[int] | None:
    """Where the words begin and end in ``sentence``: characters from 0, the end is the first one after them."""
    return None if span is None else list(span)
