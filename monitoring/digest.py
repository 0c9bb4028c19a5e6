"""The page of one night: what is new, what is missing, what failed, and what somebody has to do about it.

Titles, names and reasons come from crawled pages: they are escaped before they become Markdown, and again as HTML.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from markdown_it import MarkdownIt

from monitoring.alerts import Alert
from monitoring.news import LISTED, Gap, News, ReportLine, Trouble
from store.beijing import beijing
from store.night import NightRecord

RUNBOOK = "docs/runbook.md"
_SIGNS = re.compile(r"([\\`*_\[\]<>|~&$#])")
"""Those that mean something inside a line; what is quoted never begins one."""
_HEAD = """<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Gongkai night</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}table{border-collapse:collapse}
td,th{border:1px solid #ccc;padding:.2rem .6rem;text-align:left}h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2rem}</style>
"""


@dataclass(frozen=True, slots=True)
class Digest:
    record: NightRecord
    news: News
    alerts: Sequence[Alert]
    is_practice: bool = False


def markdown(digest: Digest) -> str:
    """The page as Markdown."""
    return "\n".join(_lines(digest)) + "\n"


def html(digest: Digest) -> str:
    """The page as a document of its own, without scripts and without anything from elsewhere."""
    body: str = MarkdownIt("commonmark", {"html": False}).enable("table").render(markdown(digest))
    return f"{_HEAD}{body}</html>\n"


def headline(record: NightRecord) -> str:
    """The outcome in a few words."""
    words = {
        "released": f"release {record.release} is current",
        "unchanged": f"nothing new, release {record.release} stays",
        "refused": "the gate is closed" + (f", release {record.release} stays" if record.release else ""),
        "failed": "the run failed",
        "interrupted": "the run was interrupted",
        "running": "the run has not ended",
    }
    return words[record.status]


def _lines(digest: Digest) -> Iterator[str]:
    record, news = digest.record, digest.news
    yield f"# Gongkai, {_clock(record.began_at)}: {headline(record)}"
    yield ""
    if digest.is_practice:
        yield "Practice data (invented): not to be quoted."
        yield ""
    yield f"Run {record.run_id} ({record.purpose}), {_clock(record.began_at)} to {_clock(record.ended_at)}, Beijing time."
    if record.reason:
        yield f"Because: {escape(record.reason)}"
    if record.lacking:
        yield f"Portals that need it were not asked: {escape(record.lacking)} ({RUNBOOK}#8-this-machine-lacks-something)."
    yield from _alerts(digest.alerts)
    yield from _reports("New reports", news.new_reports, digest)
    yield from _reports("Reports that were edited", news.revised_reports, digest)
    yield from _findings(news)
    yield from _gaps(news)
    yield from _troubles(news)
    yield from _accounts(record)


def _alerts(alerts: Sequence[Alert]) -> Iterator[str]:
    if alerts:
        yield from _section("Look at this", len(alerts))
        yield from (f"- **{each.code}** ({RUNBOOK}#{each.code}): {escape(each.message)}" for each in alerts)


def _reports(title: str, reports: Sequence[ReportLine], digest: Digest) -> Iterator[str]:
    if digest.news.is_first:
        return
    yield from _section(title, len(reports))
    yield from _first(
        f"- {each.bureau_code} {escape(each.name_zh)} {each.report_year}: {each.verdict}" for each in reports
    )


def _findings(news: News) -> Iterator[str]:
    if news.is_first:
        yield ""
        yield "This is the first release: all of it is new."
        return
    yield from _section("New findings", len(news.findings))
    yield from _first(
        f"- {each.severity}: {each.bureau_code} {each.report_year}: {escape(each.wording_en)} {escape(each.wording_zh)}"
        for each in news.findings
    )


def _gaps(news: News) -> Iterator[str]:
    yield from _section("Expected and not there", len(news.gaps))
    if news.calendar:
        calendar = news.calendar
        yield (
            f"Of {calendar.report_year} (due on {calendar.due_on}) {calendar.parsed} of {calendar.expected} reports are settled."
        )
        yield ""
    yield from _first(_gap(each) for each in news.gaps)


def _gap(gap: Gap) -> str:
    reason = f": {escape(gap.reason)}" if gap.reason else ""
    return f"- {gap.bureau_code} {escape(gap.name_zh)} {gap.report_year}: {gap.state}{reason}"


def _troubles(news: News) -> Iterator[str]:
    yield from _section("Portals that could not be read", len(news.troubles), f"of {news.asked}")
    kinds = Counter((each.state, each.label or "") for each in news.troubles)
    yield from (
        f"- {count} × {' '.join(filter(None, kind))} ({RUNBOOK}#portal-{kind[0]})" for kind, count in kinds.items()
    )
    yield from _first(_trouble(each) for each in news.troubles)


def _trouble(trouble: Trouble) -> str:
    reason = f": {escape(trouble.reason)}" if trouble.reason else ""
    return f"- {trouble.bureau_code} ({trouble.platform}) {trouble.state} {escape(trouble.label or '')}{reason}"


def _accounts(record: NightRecord) -> Iterator[str]:
    yield ""
    yield "## Accounts"
    yield ""
    yield "| what | how many | of them |"
    yield "|---|---|---|"
    counts: tuple[tuple[str, Mapping[str, int]], ...] = (
        ("requests", record.requests),
        ("documents seen", record.documents),
        ("the same, by fate", record.published),
        ("bureaus", record.bureaus),
    )
    for what, by_code in counts:
        yield f"| {what} | {sum(by_code.values())} | {', '.join(f'{count} {code}' for code, count in by_code.items())} |"


def _section(title: str, count: int, of: str = "") -> Iterator[str]:
    yield ""
    yield f"## {title}: {count or 'none'}{f' {of}' if of else ''}"
    yield ""


def _first(lines: Iterable[str]) -> Iterator[str]:
    """The first lines, and how many more there are."""
    held = list(lines)
    yield from held[:LISTED]
    if len(held) > LISTED:
        yield f"- and {len(held) - LISTED} more"


def escape(text: str) -> str:
    """Text of a page that is no Markdown, on one line."""
    return _SIGNS.sub(r"\\\1", " ".join(text.split()))


def _clock(text: str | None) -> str:
    return beijing(text) if text else "?"
