"""One YAML a metric: in step with the parser's claims and with the form, and nothing generated from it is stale."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
import yaml

from parsing.form import claim_metrics
from parsing.form import rows as form_rows
from tests.warehouse.nights import FORM, form_cells
from warehouse import codes, metrics
from warehouse.metrics import Metric, MetricError, read_metrics

METRICS = {metric.metric_code: metric for metric in read_metrics()}
BY_CODE = pytest.mark.parametrize("metric", METRICS.values(), ids=METRICS)


def changed(folder: Path, code: str, **changes: object) -> Path:
    """A folder with one metric's file, changed."""
    file = metrics.METRICS / f"{code}.yaml"
    values = yaml.safe_load(file.read_text(encoding="utf-8")) | changes
    (folder / file.name).write_text(yaml.safe_dump(values, allow_unicode=True), encoding="utf-8")
    return folder


def test_the_parser_knows_the_metrics_that_the_prose_states_and_no_others() -> None:
    assert set(claim_metrics()) == {metric.metric_code for metric in METRICS.values() if metric.is_in_prose}


def test_a_metric_is_stated_by_a_kind_of_number_that_is_of_its_own_year() -> None:
    kinds = {row["kind"]: row for row in form_rows("claim_kinds.csv")}
    stated = {metric.value_kind for metric in METRICS.values()} - {None}
    assert {kind for kind in stated if kinds[str(kind)]["compares"]} == set()


@BY_CODE
def test_a_metric_adds_up_cells_that_its_editions_print(metric: Metric) -> None:
    for edition, cells in metric.cells.items():
        assert set(cells) <= {"/".join(cell) for cell in form_cells(edition)}
        assert len(set(cells)) == len(cells)


@BY_CODE
def test_a_rate_exists_in_the_editions_of_all_its_parts(metric: Metric) -> None:
    parts = [METRICS[code] for code in (*metric.numerator, *metric.denominator)]
    if parts:
        assert set(metric.editions) == set.intersection(*(set(part.editions) for part in parts))


@BY_CODE
def test_names_and_definitions_are_in_both_languages(metric: Metric) -> None:
    assert not metric.name_zh.isascii() and not metric.definition_zh.isascii()
    assert metric.name_en.isascii() and metric.definition_en.isascii()
    assert (metric.caveats_zh is None) == (metric.caveats_en is None)


def test_the_six_shares_of_outcomes_cover_the_whole_form() -> None:
    shares = ["full_disclosure", "partial_disclosure", "refusal", "unavailable", "declined", "other_handling"]
    counted = [METRICS[METRICS[f"{share}_rate"].numerator[0]] for share in shares]
    for edition in ("2019", "2021"):
        outcomes = [cell for metric in counted for cell in metric.cells[edition]]
        with (FORM / "lines.csv").open(encoding="utf-8") as file:
            lines = [row for row in csv.DictReader(file) if row["section"] == "applications" and row["parent_code"]]
        assert sorted(outcomes) == sorted(
            f"applications/{line['line_code']}/total" for line in lines if edition in line["editions"].split("|")
        )


def test_what_is_generated_is_current() -> None:
    stale = [file.name for file, text in metrics.generated().items() if file.read_text(encoding="utf-8") != text]
    assert not stale, "run python -m warehouse.metrics"


def test_a_formula_is_readable() -> None:
    assert METRICS["litigation"].formula == "appeals/litigation_direct/total + appeals/litigation_after_review/total"
    assert METRICS["refusal_rate"].formula == "applications_refused / applications_processed × 100"
    assert (METRICS["normative_documents_stock"].formula or "").startswith("2019: proactive/")
    assert METRICS["trainings"].formula is None


@pytest.mark.parametrize(
    ("code", "changes", "complaint"),
    [
        ("litigation", {"kind": "share"}, "kind 'share' is not one of"),
        ("litigation", {"higher_is": "better"}, "higher_is 'better'"),
        ("litigation", {"name_zh": ""}, "a name, a definition or the unit is missing"),
        ("litigation", {"formula": {"cells": {"2030": ["a/b/c"]}}}, "is no metric: '2019'"),
        ("litigation", {"formula": {"cells": ["a/b"]}}, "not section/line/column"),
        ("litigation", {"formula": {"sum": ["a/b/c"]}}, "unknown sum"),
        ("litigation", {"colour": "red"}, "colour"),
        ("refusal_rate", {"kind": "count"}, "a ratio is of the kind rate"),
        ("refusal_rate", {"formula": {"numerator": ["refusal_rate"], "per": 100}}, "a formula is either cells, or"),
        ("refusal_rate", {}, "applications_refused is no metric that a rate can be made of"),
        ("litigation", {"metric_code": "reviews"}, "litigation.yaml holds the metric reviews"),
    ],
)
def test_a_wrong_file_is_refused_in_one_sentence(
    tmp_path: Path, code: str, changes: dict[str, object], complaint: str
) -> None:
    with pytest.raises(MetricError, match=complaint) as refusal:
        read_metrics(changed(tmp_path, code, **changes))
    assert "\n" not in str(refusal.value)


def test_the_command_names_what_is_stale_and_mends_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(metrics, "PROJECT", tmp_path)
    monkeypatch.setattr(metrics, "SEEDS", tmp_path / "seeds")
    monkeypatch.setattr(metrics, "PAGE", tmp_path / "docs" / "metrics.md")
    monkeypatch.setattr(codes, "PAGE", tmp_path / "docs" / "codes.md")
    assert metrics.main(["--check"]) == 1
    assert "seeds/metrics.csv is not what the YAML of the metrics says" in capsys.readouterr().out
    assert metrics.main([]) == 0
    assert metrics.main(["--check"]) == 0
