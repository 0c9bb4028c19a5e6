"""What waits to be asked, and which hosts are left alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from crawler.queue import budgets, queue
from monitoring.check import Check, Command
from store.beijing import BEIJING, beijing
from store.home import Home
from store.landed import Outcome
from store.lines import read_lines

NAMED = 3


def portal_checks(home: Path, now: datetime, command: Command) -> Iterator[Check]:
    """The queue and the budgets; ``command`` completes a command for this home."""
    yield _queue(home, now)
    yield _budgets(home, now, command)


def _queue(home: Path, now: datetime) -> Check:
    found = queue(home, now)
    if found is None:
        return Check("queue", "good", "no list was walked yet")
    text = f"{found.addresses} addresses and the lists of {found.lists} of {found.bureaus} bureaus are due"
    facts = {"addresses_due": found.addresses, "lists_due": found.lists, "bureaus": found.bureaus}
    return Check("queue", "good", text, None, facts)


def _budgets(home: Path, now: datetime, command: Command) -> Check:
    """A host that put up a wall, or a budget that was spent: nothing to mend, if it is gone tomorrow."""
    found = budgets(home, now)
    if found is None:
        return Check("budgets", "good", "no request yet")
    spent = _spent(home, now)
    text = f"{found.requests} requests to {found.hosts} hosts today"
    if spent:
        text += f"; {len(spent)} bureaus wait, since the day's budget was spent"
    holds = [f"{each.host} until {beijing(each.until)} ({each.reason})" for each in found.holds]
    if holds:
        more = f" and {len(holds) - NAMED} more" if len(holds) > NAMED else ""
        text += f"; on hold: {', '.join(holds[:NAMED])}{more}"
    facts = {
        "requests_today": found.requests,
        "hosts_today": found.hosts,
        "budget_spent": spent,
        "holds": [{"host": each.host, "until": each.until.isoformat(), "reason": each.reason} for each in found.holds],
    }
    if spent or holds:
        return Check("budgets", "look", text, command("doctor"), facts)
    return Check("budgets", "good", text, None, facts)


def _spent(home: Path, now: datetime) -> list[str]:
    """Bureaus of the last visit, if it was today, that wait because a host's budget was spent."""
    visits = Home(home).visits()
    if not visits:
        return []
    today = now.astimezone(BEIJING).date()
    lines = map(Outcome.from_record, read_lines(visits[-1].outcomes, containing="budget"))
    return sorted(
        {
            line.bureau_code
            for line in lines
            if (line.scope, line.state, line.label) == ("bureau", "postponed", "budget")
            and datetime.fromisoformat(line.at).astimezone(BEIJING).date() == today
        }
    )
