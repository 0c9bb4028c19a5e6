"""``CHANGES.md`` of a release: a diff in words. What a report prints is shown and never rendered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import islice

from parsing.output import digits
from warehouse.changes import LISTED, BureauChange, Cause, Changes, FigureChange, MetricChange, ReportChange
from warehouse.practice import NOTE, TITLE

CHANGES = "CHANGES.md"
CAUSES: Mapping[Cause, str] = {
    "new_report": "reports added",
    "withdrawn": "reports withdrawn: no longer settled, or their bureau left",
    "revision": "reports edited by their bureau after publication",
    "reading": "reports read anew by a newer parser",
}
_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+!|~&$:@^-])")
_ADDRESS = re.compile(r"https?://[^\s<>|\\`\"']+")


def page(
    release: int, built_at: str, previous: int | None, changes: Changes | None, *, is_practice: bool = False
) -> str:
    """The page as Markdown; ``changes`` is ``None`` for the first release."""
    title = f"Release {release}, built {built_at}"
    lines = [f"# {TITLE}: {title}", "", NOTE, ""] if is_practice else [f"# {title}", ""]
    if changes is None or previous is None:
        return "\n".join([*lines, "The first release: there is none before it to compare with.", ""])
    return "\n".join([*lines, f"Against release {previous}:", "", *_counts(changes), "", *_sections(changes)])


def _counts(changes: Changes) -> Iterator[str]:
    for cause, count in changes.counts().items():
        yield f"- {count} {CAUSES[cause]}"
    yield f"- {changes.figure_count} figures with another value or state, in reports edited or read anew"
    yield f"- {changes.claims_added} claims added and {changes.claims_withdrawn} withdrawn in these reports"
    yield f"- {changes.metric_count} values of metrics computed by another rule from the same reading"


def _sections(changes: Changes) -> Iterator[str]:
    if changes.tables:
        yield from ("## Tables", "", *(f"- {sentence}" for sentence in changes.tables), "")
    yield from _table("Bureaus", BUREAU_HEADER, map(_bureau_row, changes.bureaus), len(changes.bureaus))
    yield from _table("Reports", REPORT_HEADER, map(_report_row, changes.reports), sum(changes.counts().values()))
    yield from _table("Figures", FIGURE_HEADER, map(_figure_row, changes.figures), changes.figure_count)
    yield from _table("Metrics", METRIC_HEADER, map(_metric_row, changes.metrics), changes.metric_count)


BUREAU_HEADER = ("bureau", "name before", "name now")
REPORT_HEADER = ("bureau", "agency", "year", "cause", "verdict before", "verdict now", "address")
FIGURE_HEADER = ("bureau", "year", "cell", "cause", "before", "now")
METRIC_HEADER = ("bureau", "year", "metric", "before", "now")

Row = tuple[object, ...]


def _bureau_row(change: BureauChange) -> Row:
    return _code(change.bureau_code), text(change.name_before), text(change.name_now)


def _report_row(change: ReportChange) -> Row:
    report = (_code(change.bureau_code), text(change.agency_name), change.report_year, _code(change.cause))
    return *report, text(change.verdict_before), text(change.verdict_now), address(change.source_url)


def _figure_row(change: FigureChange) -> Row:
    cell = _code(f"{change.section_code}/{change.line_code}/{change.column_code}")
    before, now = _number(change.value_before, change.raw_before), _number(change.value_now, change.raw_now)
    return _code(change.bureau_code), change.report_year, cell, _code(change.cause), before, now


def _metric_row(change: MetricChange) -> Row:
    before, now = _number(change.value_before), _number(change.value_now)
    return _code(change.bureau_code), change.report_year, _code(change.metric_code), before, now


def _table(title: str, header: Sequence[str], rows: Iterable[Row], count: int) -> Iterator[str]:
    if not count:
        return
    yield from (f"## {title}", "", _row(header), _row(["---"] * len(header)), *map(_row, islice(rows, LISTED)))
    if count > LISTED:
        yield from ("", f"and {count - LISTED} more")
    yield ""


def _row(cells: Sequence[object]) -> str:
    return "| " + " | ".join(map(str, cells)) + " |"


def text(printed: str | None) -> str:
    """What somebody else has written, on one line, every sign that Markdown or HTML knows escaped."""
    return _SPECIAL.sub(r"\\\1", " ".join((printed or "").split()))


def address(url: str) -> str:
    """An address as a link if it is safe to follow, else as text."""
    return f"<{url}>" if _ADDRESS.fullmatch(url) else text(url)


def _code(code: str) -> str:
    return f"`{code}`"


def _number(value: Decimal | None, raw: str | None = None) -> str:
    if value is not None:
        return digits(value)
    return f"“{text(raw)}” (no number)" if raw is not None else "none"
