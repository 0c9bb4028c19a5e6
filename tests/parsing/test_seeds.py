"""Five real reports come out exactly: every figure, the heading, the sums that fail in the source, the claims."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from parsing.document import parse
from parsing.output import to_record

NAMES = (
    "000_180bc313b9348429",
    "001_6026b8c321041444",
    "002_27f8d99802f30b11",
    "003_e296cff3f23d13d6",
    "004_2bb628951ce3e25a",
)


@pytest.fixture(params=NAMES)
def pair(request: pytest.FixtureRequest, seeds: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """(what the parser gives, what is expected)"""
    file = seeds / f"{request.param}.txt"
    expected = json.loads((seeds / "expected" / f"{request.param}.json").read_text(encoding="utf-8"))
    return to_record(parse(file.read_bytes(), file.name)), expected


def test_every_figure_is_read_exactly(pair: tuple[dict[str, Any], dict[str, Any]]) -> None:
    found, expected = pair
    assert [{key: figure[key] for key in ("section", "line", "column", "value")} for figure in found["figures"]] == (
        expected["figures"]
    )


def test_heading_is_read(pair: tuple[dict[str, Any], dict[str, Any]]) -> None:
    found, expected = pair
    for key in ("agency_name", "report_year", "form_edition"):
        assert found["report"][key] == expected[key]


def test_exactly_the_sums_that_the_source_breaks_fail(pair: tuple[dict[str, Any], dict[str, Any]]) -> None:
    found, expected = pair
    failing = [
        {key: check[key] for key in ("check", "line", "column")}
        for check in found["checks"]
        if check["status"] == "fail"
    ]
    assert failing == expected["failing_checks"]
    assert found["report"]["verdict"] == ("source_inconsistent" if failing else "verified")


def test_every_expected_claim_is_read_once(pair: tuple[dict[str, Any], dict[str, Any]]) -> None:
    found, expected = pair
    keys = ("metric", "kind", "value")
    claims = Counter(tuple(claim[key] for key in keys) for claim in found["claims"])
    expected_claims = Counter(tuple(claim[key] for key in keys) for claim in expected["claims"])
    assert expected_claims <= claims and set(claims.values()) <= {1}
