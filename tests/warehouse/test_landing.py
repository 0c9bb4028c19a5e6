"""Landing: what is written comes back, and a folder with a manifest is whole."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsing.model import Check, Document, Report, Source
from parsing.numerals import is_exact
from tests.warehouse.nights import LIAOCHENG, PARSER_VERSION, claim, document, sha256_of
from warehouse import landing

FEES = ("proactive", "administrative_fees", "fees_collected")


def test_figures_claims_and_checks_come_back_as_printed(tmp_path: Path) -> None:
    granted = ("applications", "granted", "total")
    read = document(
        "a",
        LIAOCHENG,
        2023,
        {FEES: "595.353309", granted: None},
        [claim("applications_received", "change_pct", "-26.7")],
        [("applicant_total", "granted", "total")],
    )
    landing.write_documents(tmp_path, [read], PARSER_VERSION)

    figures = {
        (row["section_code"], row["line_code"], row["column_code"]): row
        for row in pq.read_table(tmp_path / "figure.parquet").to_pylist()
    }
    assert len(figures) == 200
    assert figures[FEES]["value"] == Decimal("595.353309")
    assert (figures[granted]["value"], figures[granted]["state"]) == (None, "blank")
    assert figures[FEES]["cell_number"] == 4
    (stated,) = pq.read_table(tmp_path / "claim.parquet").to_pylist()
    assert (stated["claim_number"], stated["claim_kind"], stated["value"]) == (1, "change_pct", Decimal("-26.7"))
    assert (stated["decimals"], stated["line_number"]) == (1, 7)
    failing = [row for row in pq.read_table(tmp_path / "check.parquet").to_pylist() if row["status"] == "fail"]
    assert [(row["line_code"], row["left_value"], row["right_value"]) for row in failing] == [("granted", 6, 0)]


def test_the_manifest_counts_the_rows_of_each_part(tmp_path: Path) -> None:
    landing.write_documents(tmp_path, [document("a", LIAOCHENG, 2023)], PARSER_VERSION)
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    assert manifest == {
        "parser_version": PARSER_VERSION,
        "rows": {"document": 1, "figure": 200, "check": 1, "claim": 0, "extra_line": 0},
    }
    assert not list(tmp_path.glob("*.partial")) and not list(tmp_path.glob(".*"))


@given(st.decimals("-9999999999", "9999999999", places=6).filter(is_exact))
def test_every_number_that_is_believed_is_stored_as_it_is(value: Decimal) -> None:
    assert pa.array([value], landing.NUMBER)[0].as_py() == value


@pytest.mark.parametrize("value", ["0.1234567", "10000000000", "1234567890.123456"])
def test_a_number_that_would_be_rounded_keeps_its_report_out_and_says_so(tmp_path: Path, value: str) -> None:
    landing.write_documents(
        tmp_path, [document("a", LIAOCHENG, 2023, {FEES: value}), document("b", LIAOCHENG, 2022)], PARSER_VERSION
    )
    stored = {row["title"]: row for row in pq.read_table(tmp_path / "document.parquet").to_pylist()}
    assert (stored["a"]["verdict"], value in stored["a"]["error"]) == ("uncertain", True)
    assert (stored["b"]["verdict"], stored["b"]["error"]) == ("verified", None)
    assert set(pq.read_table(tmp_path / "figure.parquet")["sha256"].to_pylist()) == {sha256_of("b")}


def test_a_sum_that_would_be_rounded_does_so_too(tmp_path: Path) -> None:
    read = document("a", LIAOCHENG, 2023)
    check = Check("balance", "balance", "total", Decimal("1e10"), Decimal(0), "fail")
    landing.write_documents(tmp_path, [replace(read, report=replace(read.report, checks=(check,)))], PARSER_VERSION)
    (stored,) = pq.read_table(tmp_path / "document.parquet").to_pylist()
    assert (stored["verdict"], "10000000000" in stored["error"]) == ("uncertain", True)


def test_the_same_bytes_at_two_addresses_are_one_document(tmp_path: Path) -> None:
    twice = document("a", LIAOCHENG, 2023)
    landing.write_documents(tmp_path, [twice, twice], PARSER_VERSION)
    assert pq.read_table(tmp_path / "document.parquet").num_rows == 1


def test_a_document_that_is_no_report_keeps_its_reason(tmp_path: Path) -> None:
    source = Source("x.pdf", sha256_of("x"), "application/pdf", None)
    landing.write_documents(
        tmp_path, [Document(source, Report(None, None, None, None, "not_a_report"), "no heading")], PARSER_VERSION
    )
    (row,) = pq.read_table(tmp_path / "document.parquet").to_pylist()
    assert (row["verdict"], row["error"], row["report_year"]) == ("not_a_report", "no heading", None)


def test_an_interrupted_write_leaves_no_manifest(tmp_path: Path) -> None:
    def documents():
        yield document("a", LIAOCHENG, 2023)
        raise KeyboardInterrupt

    landing.write_documents(tmp_path, [], PARSER_VERSION)
    with pytest.raises(KeyboardInterrupt):
        landing.write_documents(tmp_path, documents(), PARSER_VERSION)
    assert not (tmp_path / "manifest.json").exists()


@pytest.mark.parametrize("part", landing.SCHEMAS)
def test_landing_has_the_columns_of_its_staging_table(part: str) -> None:
    connection = duckdb.connect()
    connection.execute((Path(landing.__file__).parent / "schema.sql").read_text(encoding="utf-8"))
    columns = [row[0] for row in connection.execute(f"describe staging.{part}").fetchall()]
    assert [name for name in columns if name != "run_id"] == landing.SCHEMAS[part].names


def test_a_claim_keeps_its_printed_precision() -> None:
    assert claim("average_response_days", "working_day", "8.50").decimals == 2
    assert claim("average_response_days", "working_day", "8.50").value == Decimal("8.5")
