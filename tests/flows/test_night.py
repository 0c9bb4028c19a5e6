"""A whole night on the practice portals, twice, and the same night as a Prefect flow."""

from __future__ import annotations

import io
import os
import re
import socket
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

import practice
from crawler.registry import load
from flows.night import practice_registry, run_night
from flows.prefect_server import server_of_a_night
from flows.progress import watched_by
from flows.summary import NightSummary
from lookup.query import ask
from lookup.year_over_year import print_year_over_year
from parsing.prose.titles import same_agency
from practice.invented import publisher_of
from practice.publishers import BUREAU_CODES
from store.errors import StoreError
from store.lock import writing
from tests.warehouse.row_counts import counted, differences
from warehouse.read import connect_release


@dataclass(frozen=True)
class Nights:
    home: Path
    registry: Path
    first: NightSummary
    second: NightSummary
    requests_of_second: int
    told: list[tuple[str, int, int | None, str]]
    """What the first night told of its stages."""


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nights]:
    home = tmp_path_factory.mktemp("practice")
    with socket.socket() as probe:
        probe.bind(("127.0.0.11", 0))
        port = probe.getsockname()[1]
    told: list[tuple[str, int, int | None, str]] = []
    with practice_registry(home, port) as registry:
        with watched_by(lambda *facts: told.append(facts)):
            first = run_night(home, registry, is_practice=True)
        practice.counts(port, reset=True)
        second = run_night(home, registry, is_practice=True)
        requests = sum(sum(by_path.values()) for by_path in practice.counts(port).values())
        yield Nights(home, registry, first, second, requests, told)


def test_a_night_finds_and_proves_the_reports_of_five_bureaus(nights: Nights) -> None:
    assert nights.first.crawl is not None and nights.first.crawl.failed == 0
    with connect_release(nights.home) as connection:
        _, rows = ask(connection, "select bureau_code, verdict, count(*) from fct_report group by all")
    of_five: Counter[str] = Counter()
    for code, verdict, number in rows:
        of_five[verdict] += number if code in BUREAU_CODES else 0
    assert +of_five == Counter(verified=29, source_inconsistent=1)


def test_every_bureau_of_every_platform_has_its_reports_in_the_release(nights: Nights) -> None:
    with connect_release(nights.home) as connection:
        _, rows = ask(connection, "select bureau_code, count(*) from fct_report group by all")
    published = {row.bureau_code: len(publisher_of(row.bureau_code).years) for row in load(nights.registry)}
    # one report of 2013 is a scan without the form: the reader is not sure enough of it
    assert Counter(published) - Counter(dict(rows)) == Counter({"hrss-441400": 1})
    assert Counter(dict(rows)) - Counter(published) == Counter()


def test_liaocheng_fell_by_26_7_percent_as_it_says_itself(nights: Nights) -> None:
    with connect_release(nights.home) as connection:
        _, rows = ask(
            connection,
            """select y.value, y.prior_value, y.prior_basis, y.change_pct, y.stated_change_pct, c.result
               from yoy_metric y join claim_check c using (bureau_code, report_year, metric_code)
               where bureau_code = 'hrss-371500' and report_year = 2023 and metric_code = 'applications_received'
                 and c.claim_kind = 'change_pct'""",
        )
    assert rows == [(11, 15, "report", -26.7, -26.7, "confirmed")]


def test_a_night_tells_how_far_each_stage_is(nights: Nights) -> None:
    assert list(dict.fromkeys(stage for stage, *_ in nights.told)) == [
        "asking bureaus", "reading documents", "loading runs", "building models",
    ]  # fmt: skip
    last = {stage: (done, all_, remark) for stage, done, all_, remark in nights.told}
    documents = nights.first.parse.documents
    bureaus = len(load(nights.registry))
    assert last["asking bureaus"] == (bureaus, bureaus, f"{documents} documents")
    assert last["reading documents"] == (documents, documents, "")
    assert last["loading runs"] == (1, 1, "")
    models = [(done, all_) for stage, done, all_, _ in nights.told if stage == "building models"]
    assert models[0] == (0, None) and models[-1][0] == models[-1][1] and models[-1][0] > 100
    asked = [done for stage, done, all_, _ in nights.told if stage == "asking bureaus" and all_]
    assert any(0 < done < bureaus for done in asked)


@pytest.mark.parametrize("width", [80, 140])
def test_the_table_of_a_practice_night_fits_a_terminal_and_begins_with_liaocheng_2023(
    nights: Nights, width: int
) -> None:
    out = io.StringIO()
    print_year_over_year(nights.home, BUREAU_CODES, Console(file=out, width=width))
    title, header, rule, first, *others = [line for line in out.getvalue().splitlines() if line.strip()]
    assert first.split()[-8:][:3] == ["Liaocheng", "2023*", "11"] if width == 80 else "Liaocheng  " in first
    assert " 11     15  " in first and "-26.7  -26.7 confirmed" in first
    assert len(others) == 29 and all(re.search(r" 20\d\d[* ]", line) for line in others)
    assert max(map(cell_len, (title, header, rule, first, *others))) <= width


def test_the_marts_hold_as_many_rows_of_each_year_as_git_remembers(nights: Nights) -> None:
    assert differences(counted(nights.home)) == [], "review, then python -m tests.warehouse.row_counts HOME"


def test_only_the_published_years_of_five_bureaus_are_no_invention(nights: Nights) -> None:
    with connect_release(nights.home) as connection:
        _, real = ask(connection, "select bureau_code, report_year from fct_report where not is_invented")
        _, said = ask(
            connection,
            "select distinct is_invented, starts_with(wording_en, '[practice data (invented)] '),"
            " starts_with(wording_zh, '【演练数据（虚构）】') from finding",
        )
    assert set(real) == {
        (code, year) for code in BUREAU_CODES for year, of in publisher_of(code).years.items() if of.origin == "real"
    }
    assert set(said) == {(True, True, True), (False, False, False)}


def test_no_neighbours_report_is_taken_for_the_bureaus_own(nights: Nights) -> None:
    names = {row.bureau_code: row.printed_names for row in load(nights.registry)}
    with connect_release(nights.home) as connection:
        _, rows = ask(connection, "select bureau_code, agency_name from fct_report")
    assert [name for code, name in rows if not same_agency(name, names[code])] == []


def test_a_second_night_fetches_nothing_reads_nothing_and_adds_no_row(nights: Nights) -> None:
    assert nights.requests_of_second == 0
    assert nights.second.parse.documents == 0
    assert nights.second.rows_added == 0
    assert nights.second.release.status == "unchanged"
    assert nights.second.release.release == nights.first.release.release


def test_two_nights_never_write_at_once(nights: Nights) -> None:
    with writing(nights.home), pytest.raises(StoreError, match="another run is writing"):
        run_night(nights.home, nights.registry, is_practice=True)


def test_the_prefect_flow_plays_the_same_night_and_leaves_a_summary(nights: Nights, tmp_path: Path) -> None:
    from flows.prefect_settings import keep_prefect_in

    keep_prefect_in(tmp_path)
    with server_of_a_night() as server:
        assert server is not None
        from prefect.client.orchestration import get_client
        from prefect.settings import PREFECT_API_URL, temporary_settings

        from flows.nightly import nightly

        server.wait()
        # other tests have imported Prefect before its address was known
        with temporary_settings({PREFECT_API_URL: server.url}):
            summary = nightly(nights.home, nights.registry, is_practice=True)
            deadline = time.monotonic() + 60
            with get_client(sync_client=True) as client:
                while len(tasks := client.read_task_runs()) < 5 and time.monotonic() < deadline:
                    time.sleep(0.2)  # Prefect writes its task runs down a moment after they have ended
                artifacts, runs = client.read_artifacts(), [*client.read_flow_runs(), *tasks]
    assert server.has_ended and "PREFECT_API_URL" not in os.environ
    assert summary.rows_added == 0 and summary.release.status == "unchanged"
    assert [artifact.key for artifact in artifacts] == ["night"]
    assert summary.run_id in str(artifacts[0].data)
    assert {run.name.partition("-")[0] for run in runs} >= {"crawl", "parse", "load", "release", "digest"}
    assert [run.name for run in runs if run.state is None or run.state.data is not None] == []  # none of the data
