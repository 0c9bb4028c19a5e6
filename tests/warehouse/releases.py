"""Two made-up nights, and builds that need no dbt: the current release's own database, edited."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import pytest

from parsing.model import Document
from store.home import RELEASE_FILE, Home
from tests.warehouse.nights import LIAOCHENG, SHAOXING, Run, bureau, claim, document
from warehouse.build import BuildOutcome, Progress, build_marts
from warehouse.load import load
from warehouse.release import build_release

FIRST, SECOND = "20240201T180000Z-0001", "20240202T180000Z-0002"
RECEIVED = ("applications", "received_new", "total")
GRANTED = ("applications", "granted", "total")
FEES = ("proactive", "administrative_fees", "fees_collected")


def liaocheng_2023(name: str = "liaocheng-2023") -> Document:
    """As printed: 11 received, 26.7 % fewer; the total column of the outcomes was left at zero."""
    return document(
        name,
        LIAOCHENG,
        2023,
        {RECEIVED: "11", FEES: "595.353309"},
        [
            claim("applications_received", "count", "11"),
            claim("applications_received", "change_pct", "-26.7"),
            claim("proactive_items", "count", "1649"),
        ],
        [("applicant_total", "granted", "total"), ("outcome_total", "processed_total", "total")],
    )


def first_night(home: Path) -> None:
    run = Run(FIRST, bureaus=[bureau("hrss-371500", LIAOCHENG), bureau("hrss-330600", SHAOXING)])
    run.sees(liaocheng_2023(), "hrss-371500")
    run.sees(liaocheng_2023(), "hrss-371500", url="https://example.gov.cn/second-address")
    run.sees(document("cities", "聊城市财政局", 2023), "hrss-371500")
    run.sees(document("doubtful", LIAOCHENG, 2021, verdict="uncertain"), "hrss-371500")
    run.sees(document("shaoxing-2020", SHAOXING, 2020, {GRANTED: "3"}, edition="2019"), "hrss-330600")
    run.sees(document("shaoxing-2021", SHAOXING, 2021, {GRANTED: None, RECEIVED: "2"}), "hrss-330600")
    run.sees(document("imported", "某市人力资源和社会保障局", 2023, {RECEIVED: "5"}), None)
    run.write(home)
    load(home, FIRST)


def release_first_night(home: Path) -> None:
    """By dbt itself, with all of its tests, whatever builds the other releases."""
    first_night(home)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("warehouse.release.build_marts", partial(build_marts, proves_rules=True))
        summary = build_release(home, is_practice=True)
    assert (summary.status, summary.release, summary.reason) == ("released", 1, None)


def second_night(home: Path) -> None:
    run = Run(SECOND)
    run.sees(document("liaocheng-2022", LIAOCHENG, 2022, {RECEIVED: "15"}), "hrss-371500")
    run.write(home)
    load(home, SECOND)


def another_night(home: Path, number: int) -> None:
    """Something new, so that there is something to release."""
    run = Run(f"20240301T18{number:04}Z-0001")
    run.sees(document(f"another-{number}", "某局", 2030 + number), None)
    run.write(home)
    load(home, run.run_id)


@dataclass
class EditedBuild:
    """Stands where dbt stands: the current release's database with the new release in `dim_release`, then ``statements``."""

    statements: Iterable[str] = ()
    outcome: BuildOutcome = field(default_factory=lambda: BuildOutcome(True, (), {}))

    def __call__(
        self, home: Path, release_file: Path, releases: list[Mapping[str, Any]], progress: Progress | None = None
    ) -> BuildOutcome:
        shutil.copy(Home(home).current / RELEASE_FILE, release_file)
        newest = releases[-1]
        with duckdb.connect(str(release_file)) as connection:
            connection.execute("update dim_release set is_this_release = false")
            connection.execute(
                "insert into dim_release (release_number, built_at, is_practice, is_this_release, inputs_digest)"
                " values (?, ?, ?, true, ?)",
                [newest["release"], newest["built_at"], newest["is_practice"], newest["inputs_digest"]],
            )
            for statement in self.statements:
                connection.execute(statement)
        return self.outcome
