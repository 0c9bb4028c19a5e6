"""What is wrong with one portal, and since when: from what its runs have left behind, without asking it anything."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

from crawler.archive import moment
from crawler.clock import BEIJING
from crawler.registry import Bureau
from crawler.registry.portal import unconfirmed
from crawler.sources.needs import NEVER_RUN, PARKED, UNKNOWN, UNSETTLED, need
from store.capture import Capture
from store.home import Home
from store.landed import Outcome
from store.lines import Record, read_lines

WELL = frozenset({"new", "quiet"})
SILENT = frozenset({"not_due"})
"""States that say nothing about the portal: it was not asked."""
ORDINARY = frozenset({"look_alike", "other_agency", "mirror"})
"""Address states that every list brings: other documents, rightly passed over."""
SHOWN = 10


@dataclass(frozen=True, slots=True)
class Holdings:
    """What the frontier knows: articles by state, and the last time that a list was walked to its end (ISO 8601)."""

    articles: Mapping[str, int]
    completed_at: str | None


@dataclass(frozen=True, slots=True)
class Unsettled:
    """An article that was fetched and that no settled report was read from: the reader's verdict, and why."""

    url: str
    title: str | None
    verdict: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """``state`` is that of the newest run that said something, ``since`` the moment at which it began to be so."""

    bureau: Bureau
    state: str | None
    label: str | None
    reason: str | None
    since: str | None
    run_count: int
    """Runs in a row with this state."""
    last_good: Capture | None
    """The newest capture of a page of this bureau."""
    holdings: Holdings | None
    needs: tuple[str, ...]
    last_outcomes: tuple[Outcome, ...]
    """Without what every list brings: documents that are no report of this bureau."""
    unsettled: tuple[Unsettled, ...] = ()


def diagnose(
    bureau: Bureau,
    outcomes: Sequence[Outcome],
    last_good: Capture | None = None,
    holdings: Holdings | None = None,
    unsettled: Sequence[Unsettled] | str = (),
) -> Diagnosis:
    """``outcomes`` are the bureau's, oldest first; ``unsettled`` may be why nobody can say. Pure."""
    runs = [outcome for outcome in outcomes if outcome.scope == "bureau" and outcome.state not in SILENT]
    newest = runs[-1] if runs else None
    streak = list(takewhile(lambda run: _is_alike(run, runs[-1]), reversed(runs)))
    unknown = unconfirmed(bureau.platform, bureau.portal)
    sentences = [PARKED.format(", ".join(unknown))] if unknown else []
    if newest is None:
        sentences.append(NEVER_RUN)
    elif (sentence := need(newest.state, newest.label)) is not None:
        sentences.append(sentence)
    if isinstance(unsettled, str):
        sentences.append(UNKNOWN.format(unsettled))
        unsettled = ()
    sentences += [UNSETTLED[verdict] for verdict in dict.fromkeys(article.verdict for article in unsettled)]
    return Diagnosis(
        bureau=bureau,
        state=newest.state if newest else None,
        label=newest.label if newest else None,
        reason=newest.reason if newest else None,
        since=streak[-1].at if streak else None,
        run_count=len(streak),
        last_good=last_good,
        holdings=holdings,
        needs=tuple(sentences),
        last_outcomes=tuple([outcome for outcome in outcomes if outcome.state not in ORDINARY][-SHOWN:]),
        unsettled=tuple(unsettled),
    )


def _is_alike(outcome: Outcome, newest: Outcome) -> bool:
    """A portal that is well stays so whether it has news or not; a trouble is another one with another label."""
    if newest.state in WELL:
        return outcome.state in WELL
    return (outcome.state, outcome.label) == (newest.state, newest.label)


def examine(home: Path, bureau: Bureau, unsettled: Sequence[Unsettled] | str = ()) -> Diagnosis:
    """`diagnose` what lies below ``home``; a home that nothing has run in yet has nothing to say.

    Only the warehouse knows what the reader made of the pages; the caller passes it in.
    """
    code = bureau.bureau_code
    records = _records((landing.outcomes for landing in Home(home).visits()), code)
    outcomes = list(map(Outcome.from_record, records))
    return diagnose(bureau, outcomes, _last_good(home, code), _holdings(home, code), unsettled)


def render(diagnosis: Diagnosis) -> str:
    """The diagnosis for people, in Beijing time."""
    bureau = diagnosis.bureau
    lines = [f"{bureau.bureau_code}  {bureau.names[0].name_zh} · {bureau.platform} · {bureau.base_url}"]
    lines.append(f"state      {_state(diagnosis)}")
    if diagnosis.reason and diagnosis.state not in WELL:
        lines.append(f"why        {diagnosis.reason}")
    good = diagnosis.last_good
    lines.append(f"last good  {_beijing(good.captured_at)}  {good.url}" if good else "last good  none")
    if diagnosis.holdings:
        lines.append(f"reports    {_holdings_line(diagnosis.holdings)}")
    lines += [f"unsettled  {_unsettled_line(article)}" for article in diagnosis.unsettled]
    lines += [f"needed     {sentence}" for sentence in diagnosis.needs or ("Nothing.",)]
    if diagnosis.last_outcomes:
        lines += ["", f"last outcomes ({len(diagnosis.last_outcomes)}), Beijing time"]
        lines += [_outcome_line(outcome) for outcome in diagnosis.last_outcomes]
    return "\n".join(lines) + "\n"


def _state(diagnosis: Diagnosis) -> str:
    if diagnosis.state is None or diagnosis.since is None:
        return "never run"
    label = f" ({diagnosis.label})" if diagnosis.label else ""
    runs = f"{diagnosis.run_count} run" + ("s in a row" if diagnosis.run_count > 1 else "")
    return f"{diagnosis.state}{label} since {_beijing(diagnosis.since)}, {runs}"


def _holdings_line(holdings: Holdings) -> str:
    counts = ", ".join(f"{count} {state}" for state, count in sorted(holdings.articles.items())) or "none"
    walked = (
        f"last walked to the end {_beijing(holdings.completed_at)}"
        if holdings.completed_at
        else "never walked to the end"
    )
    return f"{counts}; lists {walked}"


def _unsettled_line(article: Unsettled) -> str:
    return " ".join(
        filter(None, (article.verdict, article.url, article.title, article.reason and f"({article.reason})"))
    )


def _outcome_line(outcome: Outcome) -> str:
    label = outcome.label and f"({outcome.label})"
    words = (outcome.scope, outcome.state, label, outcome.url, outcome.reason)
    return f"  {_beijing(outcome.at)}  " + " ".join(word for word in words if word)


def _beijing(at: str) -> str:
    return f"{moment(at).astimezone(BEIJING):%Y-%m-%d %H:%M}"


def _records(files: Iterable[Path], code: str) -> Iterator[Record]:
    """A bureau's records in logs of lines, oldest run first."""
    for file in files:
        yield from (record for record in read_lines(file, containing=code) if record.get("bureau_code") == code)


def _captures(log: Path, code: str) -> Iterator[Capture]:
    for record in _records((log,), code):
        with suppress(ValueError):  # a damaged record is no capture, and the others still speak
            yield Capture.from_record(record)


def _last_good(home: Path, code: str) -> Capture | None:
    for log in reversed(Home(home).capture_logs()):
        good = [capture for capture in _captures(log, code) if capture.outcome in ("ok", "not_modified")]
        if good:
            return good[-1]
    return None


def _holdings(home: Path, code: str) -> Holdings | None:
    path = Home(home).frontier
    if not path.exists():
        return None
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=30)) as frontier:
            counts = frontier.execute(
                "select state, count(*) from seen where bureau_code = ? and kind = 'report' group by state", (code,)
            ).fetchall()
            (completed_at,) = frontier.execute(
                "select max(completed_at) from walk where bureau_code = ?", (code,)
            ).fetchone()
    except sqlite3.Error:  # derived data: without it the logs still speak
        return None
    return Holdings(dict(counts), completed_at)
