"""The words of the pages: both languages are filled, what templates ask for exists, and the marts' values have words."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
import yaml

from dashboard.wording import LANGUAGES, retold, words

ROOT = Path(__file__).parents[2]
DASHBOARD, DBT = ROOT / "dashboard", ROOT / "dbt"
SAID = re.compile(r"""\bsay\(\s*['"](\w+)['"]\s*([,)~+]?)""")


def sources() -> list[Path]:
    return sorted([*DASHBOARD.glob("templates/*.html"), *DASHBOARD.rglob("*.py")])


def values_of(model: str, column: str) -> list[str]:
    """What a mart's contract allows in a column."""
    described = yaml.safe_load((DBT / "models" / "marts" / f"{model}.yml").read_text(encoding="utf-8"))["models"][0]
    tests = next(found for found in described["columns"] if found["name"] == column)["data_tests"]
    return next(test["accepted_values"]["arguments"]["values"] for test in tests if "accepted_values" in test)


@pytest.mark.parametrize("file", sorted((DASHBOARD / "words").glob("*.csv")), ids=lambda file: file.name)
def test_every_row_has_a_key_and_both_languages_and_nothing_else(file: Path) -> None:
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines))
    assert rows[0] == ["key", "zh", "en"]
    assert [row for row in rows if len(row) != 3 or not all(row)] == []


def test_both_languages_take_the_same_values() -> None:
    for key in words("zh"):
        places = [set(re.findall(r"\{(\w+)\}", words(language)[key])) for language in LANGUAGES]
        assert places[0] == places[1], key


@pytest.mark.parametrize("file", sources(), ids=lambda file: file.name)
def test_every_key_that_is_written_out_exists(file: Path) -> None:
    said = SAID.findall(file.read_text(encoding="utf-8"))
    assert [key for key, follows in said if follows in (",", ")") and key not in words("en")] == []
    stems = [key for key, follows in said if follows in ("~", "+")]
    assert [stem for stem in stems if not any(key.startswith(stem) for key in words("en"))] == []


def test_every_kind_of_finding_has_its_name_an_explanation_and_words_for_its_numbers() -> None:
    with (DBT / "seeds" / "finding_kinds.csv").open(encoding="utf-8", newline="") as lines:
        kinds = list(csv.DictReader(lines))
    for row in kinds:
        for language in LANGUAGES:
            assert words(language)[f"kind_name_{row['finding_kind']}"] == row[f"name_{language}"]
        for stem in ("kind_says_", "first_", "second_"):
            assert stem + row["finding_kind"] in words("en")


@pytest.mark.parametrize(
    ("model", "column", "stems"),
    [
        ("coverage", "state", ("state_", "sign_")),
        ("finding", "severity", ("severity_",)),
        ("claim_sum", "status", ("claim_sum_",)),
        ("claim_sum", "part_set", ("part_set_",)),
        ("yoy_metric", "comparability", ("comparability_",)),
        ("yoy_metric", "missing_reason", ("missing_",)),
        ("dim_metric", "kind", ("kind_",)),
        ("dim_metric", "higher_is", ("higher_",)),
    ],
)
def test_every_value_of_a_mart_has_words(model: str, column: str, stems: tuple[str, ...]) -> None:
    for value in values_of(model, column):
        assert all(stem + value in words("en") for stem in stems), value


def test_every_unit_of_a_metric_has_words() -> None:
    with (DBT / "seeds" / "metrics.csv").open(encoding="utf-8", newline="") as lines:
        assert {row["unit"] for row in csv.DictReader(lines) if f"unit_{row['unit']}" not in words("en")} == set()


def test_every_check_that_a_bureau_can_fail_has_words() -> None:
    files = [file for file in (DBT / "tests").glob("*.sql") if "severity = 'warn'" in file.read_text(encoding="utf-8")]
    assert files
    assert [file.stem for file in files if f"check_{file.stem}" not in words("en")] == []


def test_a_sentence_of_the_marts_is_told_in_the_other_language_with_its_values() -> None:
    said = "the report at https://example.gov.cn/a: b was never read: http_error"
    assert retold("zh", "blocked_", said) == "https://example.gov.cn/a: b 处的报告一直未能读到：http_error"
    assert retold("en", "blocked_", said) == said
    assert retold("zh", "blocked_", "something else") is None
