"""Landing: what is written comes back, and a folder with a manifest is whole."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsing.model import Check, ClaimSum, Document, Report, Source, SumPart, UnboundNumber
from parsing.numerals import is_exact
from tests.warehouse.nights import LIAOCHENG, PARSER_VERSION, claim, document, sha256_of
from warehouse import landing
from warehouse.landing_schemas import NUMBER, SCHEMAS

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


def with_prose(read: Document, **prose: Any) -> Document:
    return replace(read, report=replace(read.report, **prose))


def stored(folder: Path, part: str) -> list[dict[str, Any]]:
    return pq.read_table(folder / f"{part}.parquet").to_pylist()


def test_a_claim_keeps_its_place_in_the_sentence_its_reason_and_what_it_contains(tmp_path: Path) -> None:
    bare = claim("applications_received", "count", "14")
    whole = replace(bare, span=(22, 24), why="收到申请", contains="applications_carried_in")
    landing.write_documents(tmp_path, [document("a", LIAOCHENG, 2023, claims=[whole, bare])], PARSER_VERSION)
    first, second = stored(tmp_path, "claim")
    assert first["sentence"][first["raw_start"] : first["raw_end"]] == first["raw_text"]
    assert (first["why"], first["contains_metric_code"]) == ("收到申请", "applications_carried_in")
    assert (second["raw_start"], second["raw_end"], second["why"], second["contains_metric_code"]) == (
        None,
        None,
        "",
        None,
    )


def test_a_sum_of_the_prose_lands_with_its_parts_in_their_order(tmp_path: Path) -> None:
    parts = (SumPart("网上", "applications_online", Decimal(5)), SumPart("其他", None, Decimal(2)))
    total = ClaimSum("applications_received", Decimal(8), "channels", parts, True, "fail", "共8件。", "applications")
    other = replace(total, parts=parts[:1], status="unknown")
    read = with_prose(document("a", LIAOCHENG, 2023), claim_sums=(total, other))
    landing.write_documents(tmp_path, [read], PARSER_VERSION)
    assert [(row["claim_sum_number"], row["value"], row["status"]) for row in stored(tmp_path, "claim_sum")] == [
        (1, 8, "fail"),
        (2, 8, "unknown"),
    ]
    assert [
        (row["claim_sum_number"], row["part_number"], row["label"], row["metric_code"], row["value"])
        for row in stored(tmp_path, "claim_sum_part")
    ] == [(1, 1, "网上", "applications_online", 5), (1, 2, "其他", None, 2), (2, 1, "网上", "applications_online", 5)]


def test_of_the_numbers_without_a_claim_the_ambiguous_ones_land(tmp_path: Path) -> None:
    ambiguous = UnboundNumber(
        Decimal(3), "3次", "会议3次。", "other", (2, 4), "ambiguous", "会议", ("trainings", "press_conferences")
    )
    found = (replace(ambiguous, reason="plan"), ambiguous, replace(ambiguous, value=Decimal("1e12")))
    landing.write_documents(tmp_path, [with_prose(document("a", LIAOCHENG, 2023), unbound=found)], PARSER_VERSION)
    kept, long = stored(tmp_path, "ambiguous_number")
    assert (kept["position"], kept["value"], kept["raw_start"], kept["raw_end"]) == (1, 3, 2, 4)
    assert kept["candidate_metric_codes"] == ["trainings", "press_conferences"]
    assert (long["position"], long["value"]) == (2, None), "a number that is too long voids no report"
    assert stored(tmp_path, "document")[0]["verdict"] == "verified"


def test_the_manifest_counts_the_rows_of_each_part(tmp_path: Path) -> None:
    landing.write_documents(tmp_path, [document("a", LIAOCHENG, 2023)], PARSER_VERSION)
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    assert manifest == {
        "parser_version": PARSER_VERSION,
        "rows": dict.fromkeys(SCHEMAS, 0) | {"document": 1, "figure": 200, "check": 1},
    }
    assert not list(tmp_path.glob("*.partial")) and not list(tmp_path.glob(".*"))


@given(st.decimals("-9999999999", "9999999999", places=6).filter(is_exact))
def test_every_number_that_is_believed_is_stored_as_it_is(value: Decimal) -> None:
    assert pa.array([value], NUMBER)[0].as_py() == value


@pytest.mark.parametrize("value", ["0.1234567", "10000000000", "1234567890.123456"])
def test_a_number_that_would_be_rounded_keeps_its_report_out_and_says_so(tmp_path: Path, value: str) -> None:
    landing.write_documents(
        tmp_path, [document("a", LIAOCHENG, 2023, {FEES: value}), document("b", LIAOCHENG, 2022)], PARSER_VERSION
    )
    rows = {row["title"]: row for row in stored(tmp_path, "document")}
    assert (rows["a"]["verdict"], value in rows["a"]["error"]) == ("uncertain", True)
    assert (rows["b"]["verdict"], rows["b"]["error"]) == ("verified", None)
    assert set(pq.read_table(tmp_path / "figure.parquet")["sha256"].to_pylist()) == {sha256_of("b")}


def test_a_sum_that_would_be_rounded_does_so_too(tmp_path: Path) -> None:
    read = document("a", LIAOCHENG, 2023)
    check = Check("balance", "balance", "total", Decimal("1e10"), Decimal(0), "fail")
    landing.write_documents(tmp_path, [replace(read, report=replace(read.report, checks=(check,)))], PARSER_VERSION)
    (row,) = stored(tmp_path, "document")
    assert (row["verdict"], "10000000000" in row["error"]) == ("uncertain", True)


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


@pytest.mark.parametrize("part", SCHEMAS)
def test_landing_has_the_columns_of_its_staging_table(part: str) -> None:
    connection = duckdb.connect()
    connection.execute((Path(landing.__file__).parent / "schema.sql").read_text(encoding="utf-8"))
    columns = [row[0] for row in connection.execute(f"describe staging.{part}").fetchall()]
    assert [name for name in columns if name != "run_id"] == SCHEMAS[part].names


def test_a_claim_keeps_its_printed_precision() -> None:
    assert claim("average_response_days", "working_day", "8.50").decimals == 2
    assert claim("average_response_days", "working_day", "8.50").value == Decimal("8.5")
