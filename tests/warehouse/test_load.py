"""Loading: one transaction, nothing doubled, and a clear sentence where it cannot be done."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from store.home import Home
from tests.warehouse.nights import LIAOCHENG, Run, bureau, document, sha256_of
from warehouse import connection
from warehouse.errors import WarehouseError
from warehouse.load import load
from warehouse.read import is_outdated, parsed
from warehouse.schema_version import SCHEMA_VERSION

FIRST, SECOND, THIRD = (f"2024020{day}T180000Z-0001" for day in (1, 2, 3))
TABLES = (
    "capture", "observation", "document", "figure", "check", "claim", "claim_sum", "claim_sum_part", "ambiguous_number",
    "bureau", "bureau_name", "known_report",
)  # fmt: skip


def night(run_id: str, *names: str, platform: str = "liaocheng") -> Run:
    run = Run(run_id, bureaus=[bureau("hrss-371500", LIAOCHENG, ["聊城市人社局"], platform=platform)])
    for name in names:
        run.sees(document(name, LIAOCHENG, 2023), "hrss-371500", seen_at=f"2024-02-0{run_id[7]}T18:00:00Z")
    return run


def contents(home: Path) -> dict[str, list[str]]:
    with duckdb.connect(str(Home(home).warehouse), read_only=True) as warehouse:
        return {table: sorted(map(str, warehouse.execute(f"from staging.{table}").fetchall())) for table in TABLES}


def test_a_night_adds_its_rows_once(tmp_path: Path) -> None:
    night(FIRST, "a").write(tmp_path)
    summary = load(tmp_path, FIRST)
    assert (summary.documents, summary.figures, summary.sightings, summary.captures) == (1, 200, 1, 1)
    before = contents(tmp_path)
    assert load(tmp_path, FIRST).rows_added == 0
    assert contents(tmp_path) == before


def test_a_night_that_sees_the_same_changes_no_row(tmp_path: Path) -> None:
    night(FIRST, "a").write(tmp_path)
    load(tmp_path, FIRST)
    before = contents(tmp_path)
    again = night(SECOND, "a")
    again.write(tmp_path)
    Home(tmp_path).capture_log(SECOND).unlink()  # every copy was fresh: the run asked for nothing
    assert load(tmp_path, SECOND).rows_added == 0
    assert contents(tmp_path) == before


def test_new_bytes_at_the_same_address_are_a_new_observation(tmp_path: Path) -> None:
    for run_id, name in ((FIRST, "a"), (SECOND, "b")):
        run = Run(run_id)
        run.sees(document(name, LIAOCHENG, 2023), "hrss-371500", url="https://example.gov.cn/report")
        run.write(tmp_path)
        assert load(tmp_path, run_id).sightings == 1
    assert len(contents(tmp_path)["observation"]) == 2


def test_old_bytes_that_come_back_are_an_observation_and_a_confirmation_is_none(tmp_path: Path) -> None:
    seen = [("a", True), ("a", True), ("b", True), ("a", True), ("a", False), ("a", False), ("a", True)]
    added = []
    for day, (name, is_present) in enumerate(seen, start=1):
        run_id = f"202402{day:02}T180000Z-0001"
        run = Run(run_id)
        moment = f"2024-02-{day:02}T18:00:00Z"
        run.sees(document(name, LIAOCHENG, 2023), "hrss-371500", seen_at=moment, url="https://example.gov.cn/report")
        run.sightings[0]["is_present"] = is_present
        run.write(tmp_path)
        added.append(load(tmp_path, run_id).sightings)
    assert added == [1, 0, 1, 1, 1, 0, 1]


def test_outcomes_of_a_night_are_kept_and_are_no_news(tmp_path: Path) -> None:
    run = night(FIRST, "a")
    run.write(tmp_path)
    outcome = {"run_id": FIRST, "bureau_code": "hrss-371500", "at": "2024-02-01T18:00:09Z", "scope": "bureau"}
    file = Home(tmp_path).landing(FIRST).outcomes
    file.write_text(json.dumps(outcome | {"state": "blocked", "label": "captcha"}) + "\n")
    summary = load(tmp_path, FIRST)
    assert (summary.outcomes, load(tmp_path, FIRST).outcomes) == (1, 0)
    assert summary.rows_added == sum([200, 1, 1, 1, 1, 1])  # figures, check, observation, capture, document, bureau


@pytest.mark.parametrize(
    "tables",
    [
        "create table staging.sighting as select 1 as a",
        "create table staging.schema_version as select 2 as version",
        "create table staging.sighting as select 1 as a; create table staging.schema_version as select 3 as version",
        "create table staging.schema_version as select 3 as version",
        f"create table staging.schema_version as select {SCHEMA_VERSION + 1} as version",
    ],
)
def test_a_warehouse_of_another_version_is_one_sentence(tmp_path: Path, tables: str) -> None:
    with duckdb.connect(str(Home(tmp_path).warehouse)) as warehouse:
        warehouse.execute(f"create schema staging; {tables}")
    before = Home(tmp_path).warehouse.read_bytes()
    night(FIRST, "a").write(tmp_path)
    assert is_outdated(tmp_path)
    with pytest.raises(WarehouseError, match="gongkai rebuild"):
        load(tmp_path, FIRST)
    assert Home(tmp_path).warehouse.read_bytes() == before


def test_lines_that_a_kill_has_torn_are_passed_over_wherever_they_stand(tmp_path: Path) -> None:
    run = night(FIRST, "a", "b")
    run.finds("hrss-371500", "new")
    run.write(tmp_path)
    folder = Home(tmp_path).landing(FIRST).folder
    torn = b'{"run_id": "2024' + "年".encode()[:2]
    for file in (
        *(folder / f"{name}.jsonl" for name in ("sightings", "outcomes", "bureaus")),
        Home(tmp_path).capture_log(FIRST),
    ):
        lines = file.read_bytes()
        first, rest = lines.split(b"\n", 1)
        file.write_bytes(first + b"\n" + torn + b"\n" + rest + torn)
    summary = load(tmp_path, FIRST)
    assert (summary.sightings, summary.captures, summary.outcomes, summary.bureaus) == (2, 2, 1, 1)


def test_a_web_archive_tells_what_a_page_held_before_and_between_nights(tmp_path: Path) -> None:
    page = "https://example.gov.cn/report"

    def seen(run_id: str, name: str, moment: str, *, is_landed: bool = True) -> None:
        run = Run(run_id)
        run.sees(document(name, LIAOCHENG, 2023), "hrss-371500", moment, page)
        captures = run.captures()
        run.sightings = run.sightings if is_landed else []
        run.write(tmp_path)
        Home(tmp_path).capture_log(run_id).write_text("".join(json.dumps(line) + "\n" for line in captures))
        load(tmp_path, run_id)

    seen(FIRST, "ours", "2024-02-01T18:00:00Z")
    seen(SECOND, "ours", "2024-06-01T18:00:00Z", is_landed=False)  # the recheck finds it as it was
    seen(THIRD, "theirs", "2024-04-01T00:00:00Z")
    seen("20240204T180000Z-0001", "older", "2023-12-01T00:00:00Z")
    with duckdb.connect(str(Home(tmp_path).warehouse), read_only=True) as warehouse:
        rows = warehouse.execute(
            "select strftime(observed_at, '%Y-%m'), sha256 from staging.observation order by observed_at"
        )
        assert rows.fetchall() == [
            (month, sha256_of(name))
            for month, name in (("2023-12", "older"), ("2024-02", "ours"), ("2024-04", "theirs"), ("2024-06", "ours"))
        ]


def test_a_bureau_follows_the_newest_registry(tmp_path: Path) -> None:
    for run_id, platform in ((FIRST, "liaocheng"), (SECOND, "hanweb")):
        night(run_id, "a", platform=platform).write(tmp_path)
        assert load(tmp_path, run_id).bureaus == 1
    assert load(tmp_path, FIRST).bureaus == 0  # an older night loaded again does not turn the registry back
    (row,) = contents(tmp_path)["bureau"]
    assert "hanweb" in row
    assert len(contents(tmp_path)["bureau_name"]) == 2


def test_what_is_parsed_is_known_by_parser_version(tmp_path: Path) -> None:
    assert parsed(tmp_path, "1") == set()
    run = night(FIRST, "a", "b")
    run.write(tmp_path)
    load(tmp_path, FIRST)
    assert parsed(tmp_path, "1") == {read.source.sha256 for read in run.documents}
    assert parsed(tmp_path, "2") == set()


def test_a_run_that_did_not_finish_is_refused(tmp_path: Path) -> None:
    night(FIRST, "a").write(tmp_path)
    Home(tmp_path).landing(FIRST).manifest.unlink()
    with pytest.raises(WarehouseError, match=r"no readable manifest\.json"):
        load(tmp_path, FIRST)


def test_a_value_outside_the_schema_leaves_nothing_of_the_run(tmp_path: Path) -> None:
    night(FIRST, "a").write(tmp_path)
    load(tmp_path, FIRST)
    before = contents(tmp_path)
    run = night(SECOND, "b")
    run.sightings[0]["kind"] = "rumour"
    run.write(tmp_path)
    with pytest.raises(WarehouseError, match="cannot be loaded"):
        load(tmp_path, SECOND)
    assert contents(tmp_path) == before


def test_a_locked_database_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "PATIENCE_SECONDS", 0.3)
    night(FIRST, "a").write(tmp_path)
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()",
            str(Home(tmp_path).warehouse),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    try:
        assert holder.stdout is not None and holder.stdout.readline().strip() == b"held"
        with pytest.raises(WarehouseError) as error:
            load(tmp_path, FIRST)
        assert str(error.value) == (
            "warehouse.duckdb is locked by another process; wait until it ends, or close it, and try again."
        )
    finally:
        holder.communicate()
    assert load(tmp_path, FIRST).documents == 1


def test_a_file_that_is_no_database_is_one_sentence(tmp_path: Path) -> None:
    night(FIRST, "a").write(tmp_path)
    Home(tmp_path).warehouse.write_text("not a database" * 1000)
    with pytest.raises(WarehouseError, match=r"warehouse\.duckdb cannot be opened") as error:
        load(tmp_path, FIRST)
    assert "\n" not in str(error.value)


def test_a_damaged_part_is_refused(tmp_path: Path) -> None:
    night(FIRST, "a").write(tmp_path)
    manifest = Home(tmp_path).landing(FIRST).manifest
    record = json.loads(manifest.read_text())
    record["rows"]["figure"] += 1
    manifest.write_text(json.dumps(record))
    with pytest.raises(WarehouseError, match=r"figure\.parquet differs"):
        load(tmp_path, FIRST)
