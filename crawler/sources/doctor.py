"""What is wrong with one portal, and since when: from what its runs have left behind, without asking it anything."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import Any

from crawler.archive import moment
from crawler.clock import BEIJING
from crawler.registry import Bureau
from crawler.registry.portal import unconfirmed
from crawler.sources.needs import NEVER_RUN, PARKED, UNKNOWN, UNSETTLED, need
from store.home import Home
from store.lines import read_lines

Outcome = Mapping[str, Any]
"""One line of ``outcomes.jsonl``."""

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
    last_good: Outcome | None
    """The newest capture of a page of this bureau."""
    holdings: Holdings | None
    needs: tuple[str, ...]
    last_outcomes: tuple[Outcome, ...]
    """Without what every list brings: documents that are no report of this bureau."""
    unsettled: tuple[Unsettled, ...] = ()


def diagnose(
    bureau: Bureau,
    outcomes: Sequence[Outcome],
    last_good: Outcome | None = None,
    holdings: Holdings | None = None,
    unsettled: Sequence[Unsettled] | str = (),
) -> Diagnosis:
    """``outcomes`` are the bureau's, oldest first; ``unsettled`` may be why nobody can say. Pure."""
    runs = [line for line in outcomes if line["scope"] == "bureau" and line["state"] not in SILENT]
    newest: Outcome = runs[-1] if runs else {"state": None, "label": None, "reason": None}
    streak = list(takewhile(lambda line: _is_alike(line, newest), reversed(runs)))
    unknown = unconfirmed(bureau.platform, bureau.portal)
    sentences = [PARKED.format(", ".join(unknown))] if unknown else []
    if not runs:
        sentences.append(NEVER_RUN)
    elif (sentence := need(newest["state"], newest["label"])) is not None:
        sentences.append(sentence)
    if isinstance(unsettled, str):
        sentences.append(UNKNOWN.format(unsettled))
        unsettled = ()
    sentences += [UNSETTLED[verdict] for verdict in dict.fromkeys(article.verdict for article in unsettled)]
    return Diagnosis(
        bureau=bureau,
        state=newest["state"],
        label=newest["label"],
        reason=newest["reason"],
        since=streak[-1]["at"] if streak else None,
        run_count=len(streak),
        last_good=last_good,
        holdings=holdings,
        needs=tuple(sentences),
        last_outcomes=tuple([line for line in outcomes if line["state"] not in ORDINARY][-SHOWN:]),
        unsettled=tuple(unsettled),
    )


def _is_alike(line: Outcome, newest: Outcome) -> bool:
    """A portal that is well stays so whether it has news or not; a trouble is another one with another label."""
    if newest["state"] in WELL:
        return line["state"] in WELL
    return (line["state"], line["label"]) == (newest["state"], newest["label"])


def examine(home: Path, bureau: Bureau, unsettled: Sequence[Unsettled] | str = ()) -> Diagnosis:
    """`diagnose` what lies below ``home``; a home that nothing has run in yet has nothing to say.

    Only the warehouse knows what the reader made of the pages; the caller passes it in.
    """
    code = bureau.bureau_code
    outcomes = list(_lines((landing.outcomes for landing in Home(home).visits()), code))
    return diagnose(bureau, outcomes, _last_good(home, code), _holdings(home, code), unsettled)


def render(diagnosis: Diagnosis) -> str:
    """The diagnosis for people, in Beijing time."""
    bureau = diagnosis.bureau
    lines = [f"{bureau.bureau_code}  {bureau.names[0].name_zh} · {bureau.platform} · {bureau.base_url}"]
    lines.append(f"state      {_state(diagnosis)}")
    if diagnosis.reason and diagnosis.state not in WELL:
        lines.append(f"why        {diagnosis.reason}")
    good = diagnosis.last_good
    lines.append(f"last good  {_beijing(good['captured_at'])}  {good['url']}" if good else "last good  none")
    if diagnosis.holdings:
        lines.append(f"reports    {_holdings_line(diagnosis.holdings)}")
    lines += [f"unsettled  {_unsettled_line(article)}" for article in diagnosis.unsettled]
    lines += [f"needed     {sentence}" for sentence in diagnosis.needs or ("Nothing.",)]
    if diagnosis.last_outcomes:
        lines += ["", f"last outcomes ({len(diagnosis.last_outcomes)}), Beijing time"]
        lines += [_outcome_line(line) for line in diagnosis.last_outcomes]
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


def _outcome_line(line: Outcome) -> str:
    words = (line["scope"], line["state"], line["label"] and f"({line['label']})", line["url"], line["reason"])
    return f"  {_beijing(line['at'])}  " + " ".join(str(word) for word in words if word)


def _beijing(at: str) -> str:
    return f"{moment(at).astimezone(BEIJING):%Y-%m-%d %H:%M}"


def _lines(files: Iterable[Path], code: str) -> Iterator[dict[str, Any]]:
    """A bureau's records in logs of lines, oldest run first."""
    for file in files:
        yield from (record for record in read_lines(file, containing=code) if record.get("bureau_code") == code)


def _last_good(home: Path, code: str) -> dict[str, Any] | None:
    for log in reversed(Home(home).capture_logs()):
        good = [capture for capture in _lines((log,), code) if capture["outcome"] in ("ok", "not_modified")]
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
