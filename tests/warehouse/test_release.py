"""A release from made-up nights: what the marts answer, what it brings, what keeps the one before."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from store.home import Home
from tests.warehouse.nights import LIAOCHENG, Run, claim, document
from tests.warehouse.releases import SECOND
from warehouse import gate, release_folders
from warehouse.digest import DBT_PROJECT
from warehouse.errors import WarehouseError
from warehouse.load import load
from warehouse.read import connect_release
from warehouse.release import build_release

YEAR_OVER_YEAR = """
    select value, prior_value, prior_basis, change, change_pct, stated_change_pct, comparability
    from yoy_metric where bureau_code = ? and report_year = ? and metric_code = ?
"""
MARTS = {file.stem for file in (DBT_PROJECT / "models" / "marts").glob("*.sql")}


def received(connection: duckdb.DuckDBPyConnection, *key: Any) -> Any:
    return connection.execute(YEAR_OVER_YEAR, key).fetchone()


def test_liaocheng_2023_alone_takes_its_prior_from_the_prose(first: duckdb.DuckDBPyConnection) -> None:
    assert received(first, "hrss-371500", 2023, "applications_received") == (
        11, 15, "stated_change", -4, -26.7, -26.7, "comparable",
    )  # fmt: skip


def test_liaocheng_2023_takes_its_prior_from_the_report_of_2022(second: duckdb.DuckDBPyConnection) -> None:
    assert received(second, "hrss-371500", 2023, "applications_received") == (
        11, 15, "report", -4, -26.7, -26.7, "comparable",
    )  # fmt: skip


def test_a_change_is_confirmed_only_by_the_report_of_the_year_before(
    first: duckdb.DuckDBPyConnection, second: duckdb.DuckDBPyConnection
) -> None:
    query = "select claim_kind, stated_value, computed_value, result from claim_check order by claim_number"
    assert first.execute(query).fetchall() == [
        ("count", 11, 11, "confirmed"),
        ("change_pct", Decimal("-26.7"), None, "cannot_tell"),
        ("count", 1649, None, "cannot_tell"),
    ]
    assert second.execute(query).fetchall()[1] == ("change_pct", Decimal("-26.7"), Decimal("-26.7"), "confirmed")


def test_figures_that_do_not_add_up_are_flagged_with_and_without_a_prior(
    first: duckdb.DuckDBPyConnection, second: duckdb.DuckDBPyConnection
) -> None:
    assert received(first, "hrss-371500", 2023, "applications_granted")[-1] == "inconsistent"
    assert received(second, "hrss-371500", 2023, "applications_granted")[-1] == "inconsistent"
    assert received(second, "hrss-371500", 2023, "applications_refused")[-1] == "inconsistent"
    assert received(second, "hrss-371500", 2023, "reviews")[-1] == "base_zero"


def test_a_blank_cell_is_not_a_zero(first: duckdb.DuckDBPyConnection) -> None:
    assert received(first, "hrss-330600", 2021, "applications_granted") == (None,) * 6 + ("blank",)
    assert received(first, "hrss-330600", 2021, "applications_received")[:3] == (2.0, 0.0, "report")


def test_a_number_is_exactly_as_printed(first: duckdb.DuckDBPyConnection) -> None:
    row = first.execute(
        "select value, raw_text, table_number, cell_number from fct_figure "
        "where report_year = 2023 and column_code = 'fees_collected' and value > 0"
    ).fetchone()
    assert row == (Decimal("595.353309"), "595.353309", 2, 4)


def test_a_report_at_two_addresses_is_one_report(first: duckdb.DuckDBPyConnection) -> None:
    assert first.execute(
        "select location_count, document_count, verdict from fct_report where bureau_code = 'hrss-371500'"
    ).fetchall() == [(2, 1, "source_inconsistent")]


def test_only_settled_reports_of_the_bureau_itself_are_published(first: duckdb.DuckDBPyConnection) -> None:
    assert first.execute("select bureau_code, report_year from fct_report order by all").fetchall() == [
        ("hrss-330600", 2020),
        ("hrss-330600", 2021),
        ("hrss-371500", 2023),
        ("unattributed-5f54227b74fb", 2023),
    ]


def test_an_agency_that_the_registry_does_not_know_is_marked(first: duckdb.DuckDBPyConnection) -> None:
    assert first.execute(
        "select bureau_code, name_zh, status, level from dim_bureau where status <> 'active'"
    ).fetchall() == [
        ("unattributed-5f54227b74fb", "某市人力资源和社会保障局（归属不明 5f54227b74fb）", "unregistered", None)
    ]


def test_a_release_holds_the_marts_alone_each_with_its_grain(first: duckdb.DuckDBPyConnection) -> None:
    tables = first.execute("select schema_name, table_name, comment from duckdb_tables()").fetchall()
    assert {(schema, name) for schema, name, _ in tables} == {("main", name) for name in MARTS}
    assert all(comment.startswith("One row for each ") for *_, comment in tables)
    assert first.execute("select count(*) from duckdb_views() where not internal").fetchone() == (0,)


def test_a_release_brings_parquet_and_its_record(homes: tuple[Path, Path]) -> None:
    folder = Home(homes[0]).current.resolve()
    assert {path.stem for path in folder.glob("*.parquet")} == {f"practice_{name}" for name in MARTS}
    record = json.loads((folder / "release.json").read_text())
    assert (record["release"], record["is_practice"]) == (1, True)
    for name, rows in record["row_counts"].items():
        assert duckdb.execute(
            "select count(*) from read_parquet(?)", [str(folder / f"practice_{name}.parquet")]
        ).fetchone() == (rows,)
    assert not list(folder.glob("*.wal"))
    assert {path.name for path in Home(homes[0]).releases.iterdir()} == {
        "1", "current", "gate.json", "releases.jsonl", ".lock",
    }  # fmt: skip


def test_nothing_new_makes_no_release(home: Path) -> None:
    summary = build_release(home, is_practice=True)
    assert (summary.status, summary.release) == ("unchanged", 1)
    assert release_folders.release_numbers(home) == [1]


def test_dbt_leaves_nothing_in_the_checkout(homes: tuple[Path, Path]) -> None:
    assert not {"target", "logs", ".user.yml", "dbt_packages"} & {path.name for path in DBT_PROJECT.iterdir()}
    assert not list(Home(homes[0]).dbt.glob("*.duckdb*"))


def test_a_failing_test_keeps_the_release_before(home: Path) -> None:
    run = Run(SECOND)
    run.sees(document("odd", LIAOCHENG, 2022, claims=[claim("applications_received", "rumour", "15")]), "hrss-371500")
    run.write(home)
    load(home, SECOND)
    summary = build_release(home, is_practice=True)
    assert (summary.status, summary.release) == ("refused", 1)
    assert summary.reason is not None
    assert summary.reason.startswith("dbt: accepted_values_stg_claim_claim_kind") and "Got 1 result" in summary.reason
    record = gate.read_gate(home)
    assert record is not None and (record.status, record.release, record.reason) == ("failed", 1, summary.reason)
    with connect_release(home) as connection:
        assert received(connection, "hrss-371500", 2023, "applications_received")[2] == "stated_change"
    assert not Home(home).candidate.exists()


def test_every_rule_holds_on_its_inline_rows(homes: tuple[Path, Path]) -> None:
    results = json.loads(Home(homes[0]).dbt_results.read_text())["results"]
    rules = {node["unique_id"].split(".")[-1]: node["status"] for node in results if "unit_test" in node["unique_id"]}
    assert set(rules.values()) == {"pass"}
    assert {
        "a_claim_is_held_against_the_form_or_the_year_before",
        "a_failing_check_casts_doubt_on_the_cells_that_it_adds_up",
        "a_prior_is_implied_only_where_the_prose_leaves_one_answer",
        "a_report_belongs_to_the_agency_that_it_prints",
        "a_value_comes_from_the_form_in_full_or_from_one_exact_statement",
        "a_version_is_a_document_that_is_there_or_has_gone",
        "each_year_of_a_bureau_is_in_one_state",
        "year_over_year_says_what_it_compares_with",
    } <= set(rules)


def test_two_builds_at_once_are_refused(home: Path) -> None:
    with release_folders.only_builder(home), pytest.raises(WarehouseError, match="Another build is running"):
        build_release(home)


def test_without_a_release_there_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match="There is no release"):
        connect_release(tmp_path)
    with pytest.raises(WarehouseError, match="There is nothing to release"):
        build_release(tmp_path)
