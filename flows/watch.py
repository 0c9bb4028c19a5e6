"""What the server of the nights says of them: a line as each begins and ends, what is next, and that none came for too long."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self
from uuid import UUID

import duckdb
import httpx
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterExpectedStartTime,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.client.schemas.sorting import FlowRunSort
from prefect.exceptions import PrefectException
from prefect.states import Crashed

from flows.deployed import SKIPPED
from flows.served import Served, begun, clock, log, write_served
from monitoring.alerts import Alert, no_night
from monitoring.digest import Digest
from monitoring.news import news
from monitoring.send import send
from store.errors import StoreError
from store.night import nights
from store.settings import read_settings
from warehouse.errors import WarehouseError

PLAYING = (StateType.RUNNING, StateType.CANCELLING, StateType.PAUSED)
ENDED = (StateType.COMPLETED, StateType.FAILED, StateType.CRASHED, StateType.CANCELLED)
LATE = timedelta(days=2)
"""Runs that were due earlier are none of tonight's."""
QUIET_LOOK_SECONDS = 3600.0
_ERROR = re.compile(r"^Flow run encountered an exception: \w+: ")
LONGEST = 400
"""Signs of a line; whatever is longer stands in the run's own log."""


class Watch:
    """A context manager; `look` is to be called every few seconds."""

    def __init__(self, home: Path, url: str, *, is_own: bool) -> None:
        self.home = home
        self._is_own = is_own
        """Nobody else's nights are played by this server of Prefect's."""
        self._client: SyncPrefectClient = get_client(sync_client=True)
        self._since = datetime.now(UTC)
        self._served: Served = begun(home, url.removesuffix("/api"), self._since)
        self._told: dict[UUID, StateType] = {}
        self._names: dict[UUID, str] = {}
        self._looked_for_nights = 0.0
        self._jitter = read_settings(home).jitter_minutes

    def __enter__(self) -> Self:
        self._client.__enter__()
        write_served(self.home, self._served)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.look()  # the nights that were ended have said so
        self._client.__exit__(kind, error, trace)

    def tidy_up(self) -> None:
        """What another process began is over, and what was due while nobody served is not made up for: the next night is."""
        if not self._is_own:
            return
        for run in filter(_is_deployed, self._runs(StateType.PENDING, *PLAYING)):
            self._client.set_flow_run_state(run.id, Crashed(message="the server was killed"), force=True)
        for run in filter(_is_deployed, self._runs(StateType.SCHEDULED, before=self._since)):
            self._client.delete_flow_run(run.id)

    def look(self) -> None:
        """Tell what has changed. A server that does not answer for a moment is asked again the next time."""
        try:
            changed = [run for run in self._runs(*PLAYING, *ENDED) if self._is_news(run)]
            upcoming = self._next()
        except (httpx.HTTPError, PrefectException):
            return
        is_first = self._served.next_at is None
        for run in changed:
            for line in self._lines(run):
                log.info("%s", line)
            if run.state_type in ENDED and not is_first:
                log.info("next: %s", self._due(upcoming))
            self._told[run.id] = run.state_type or StateType.RUNNING
        self._keep(upcoming)
        self._look_for_nights()

    def _is_news(self, run: FlowRun) -> bool:
        told = self._told.get(run.id)
        if told is None and run.state_type in ENDED:  # what had ended before this server began is no news
            return run.end_time is not None and run.end_time >= self._since
        return told in (None, *PLAYING) and (run.state_type in PLAYING) != (told in PLAYING)

    def _lines(self, run: FlowRun) -> Iterator[str]:
        name = self._name(run)
        if run.id not in self._told and run.start_time is not None and run.start_time >= self._since:
            yield f"{name} begins"
        state = run.state
        if state is not None and run.state_type in ENDED:
            ending = "is skipped" if state.name == SKIPPED else f"ends: {state.name}"
            said = _ERROR.sub("", " ".join((state.message or "").split()))
            yield f"{name} {ending}{f': {said[:LONGEST]}' if said else ''}"

    def _runs(self, *types: StateType, before: datetime | None = None) -> list[FlowRun]:
        """Runs in these states, those that were due first before the others."""
        terms = FlowRunFilter(
            state=FlowRunFilterState(type=FlowRunFilterStateType(any_=list(types))),
            expected_start_time=FlowRunFilterExpectedStartTime.model_validate(
                {"after_": None if before else self._since - LATE, "before_": before}
            ),
        )
        return self._client.read_flow_runs(flow_run_filter=terms, sort=FlowRunSort.EXPECTED_START_TIME_ASC, limit=200)

    def _next(self) -> FlowRun | None:
        terms = FlowRunFilter(state=FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.SCHEDULED])))
        sort = FlowRunSort.EXPECTED_START_TIME_ASC
        return next(iter(self._client.read_flow_runs(flow_run_filter=terms, sort=sort, limit=1)), None)

    def _name(self, run: FlowRun) -> str:
        """The flow's: discover, recheck, backfill, rebuild."""
        if run.flow_id not in self._names:
            self._names[run.flow_id] = self._client.read_flow(run.flow_id).name
        return self._names[run.flow_id]

    def _due(self, run: FlowRun | None) -> str:
        if run is None or run.expected_start_time is None:
            return "nothing"
        later = f", up to {self._jitter} minutes later" if self._jitter else ""
        return f"{self._name(run)} at {clock(run.expected_start_time)}{later}"

    def _keep(self, upcoming: FlowRun | None) -> None:
        """Write down what is next, for whoever asks from outside."""
        at = upcoming.expected_start_time if upcoming else None
        now = replace(
            self._served,
            next_name=self._name(upcoming) if upcoming else None,
            next_at=at.astimezone(UTC).isoformat(timespec="seconds") if at else None,
        )
        if now != self._served:
            before, self._served = self._served, now
            write_served(self.home, now)
            if before.next_at is None:
                log.info("next: %s", self._due(upcoming))

    def _look_for_nights(self) -> None:
        """Say once, here and to whom the settings name, that no night has come for too long."""
        if self._looked_for_nights and time.monotonic() - self._looked_for_nights < QUIET_LOOK_SECONDS:
            return
        self._looked_for_nights = time.monotonic()
        self._served = missed(self.home, self._served)


def missed(home: Path, served: Served) -> Served:
    """Say it if no night has come for too long; the record then remembers that it was said."""
    records = nights(home, 60)
    alert = no_night(records, datetime.now(UTC))
    if alert is None or served.missed_after == records[-1].run_id:
        return served
    said = replace(served, missed_after=records[-1].run_id)
    write_served(home, said)
    log.warning("%s: %s", alert.code, alert.message)
    for failure in _sent(home, alert):
        log.warning("%s", failure)
    return said


def _sent(home: Path, alert: Alert) -> list[str]:
    """Send the alert with the page of the last run; what went wrong, a sentence each."""
    try:
        record = nights(home, 1)[-1]
        changed = news(home, record.run_id, is_released=False)
        return send(Digest(record, changed, [alert]), read_settings(home))
    except (OSError, ValueError, StoreError, WarehouseError, duckdb.Error) as error:
        return [f"the alert could not be sent: {error}"]


def _is_deployed(run: FlowRun) -> bool:
    """A night that somebody plays by hand beside the server is his."""
    return run.deployment_id is not None
