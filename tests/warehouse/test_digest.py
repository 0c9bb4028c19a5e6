"""The digest of a release's inputs: the same after a quiet night, another after anything that a mart could show."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
import yaml

from store.home import Home
from tests.warehouse.nights import LIAOCHENG, Run, bureau, claim, document
from warehouse import digest
from warehouse.load import load

CODE = "hrss-371500"


def play(home: Path, day: str, state: str = "quiet", *names: str, label: str | None = None, **changes: object) -> None:
    """A night on ``day`` (ISO) that finds the portal in ``state`` and sees the documents of these names."""
    run = Run(f"{day.replace('-', '')}T170000Z-0001", bureaus=[bureau(CODE, LIAOCHENG, **changes)])
    run.finds(CODE, state, f"{day}T18:00:00Z", label, f"as found on {day}")
    for name in names:
        run.sees(document(name, LIAOCHENG, 2023, claims=[claim("reviews", "count", "1")]), CODE, f"{day}T17:30:00Z")
    run.write(home)
    load(home, run.run_id)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    play(tmp_path, "2024-03-01", "new", "a")
    return tmp_path


def test_a_quiet_night_changes_nothing(home: Path) -> None:
    before = digest.inputs_digest(home)
    for day, state in (
        ("2024-03-02", "quiet"),
        ("2024-03-03", "not_due"),
        ("2024-04-04", "postponed"),
        ("2024-12-30", "quiet"),
    ):
        play(home, day, state)
        assert digest.inputs_digest(home) == before, (day, state)


@pytest.mark.parametrize(
    "night",
    [
        lambda home: play(home, "2024-03-02", "blocked", label="captcha"),
        lambda home: play(home, "2024-03-02", "empty"),
        lambda home: play(home, "2024-03-02", "new", "b"),
        lambda home: play(home, "2024-03-02", first_expected_year=2020),
        lambda home: play(home, "2024-03-02", status={"code": "merged", "since": "2024-01-01", "reason": None}),
        lambda home: play(home, "2024-03-02", known_reports=[{"report_year": 2022, "url": "https://example.gov.cn/x"}]),
        lambda home: play(home, "2025-01-01"),
        lambda home: play(home, "2025-02-01"),
    ],
    ids=["a wall", "no rows", "a document", "a year", "a status", "a known report", "a new year", "a deadline"],
)
def test_a_night_that_a_mart_could_show_makes_another(home: Path, night: Callable[[Path], None]) -> None:
    before = digest.inputs_digest(home)
    night(home)
    assert digest.inputs_digest(home) != before


def test_each_spell_of_a_wall_counts_once(home: Path) -> None:
    play(home, "2024-03-02", "blocked", label="captcha")
    before = digest.inputs_digest(home)
    play(home, "2024-03-03", "blocked", label="captcha")
    assert digest.inputs_digest(home) == before
    play(home, "2024-03-04", "blocked", label="forbidden")
    assert digest.inputs_digest(home) != before


@pytest.mark.parametrize(
    "tampering",
    [
        "update staging.figure set value = 1 where line_code = 'granted' and column_code = 'total'",
        "update staging.figure set raw_text = '０' where line_code = 'granted' and column_code = 'total'",
        "update staging.claim set value = 2",
        "update staging.check set status = 'fail'",
        "update staging.document set verdict = 'source_inconsistent'",
        "update staging.observation set published_on = '2024-01-01'",
        "update staging.bureau_name set name_en = 'Another bureau'",
        "delete from staging.claim",
        "insert into staging.claim from staging.claim",
    ],
)
def test_what_is_tampered_with_is_new(home: Path, tampering: str) -> None:
    before = digest.inputs_digest(home)
    with duckdb.connect(str(Home(home).warehouse)) as warehouse:
        warehouse.execute(tampering)
    assert digest.inputs_digest(home) != before


def test_every_source_of_the_marts_counts() -> None:
    sources = yaml.safe_load((digest.DBT_PROJECT / "models" / "staging" / "staging.yml").read_text(encoding="utf-8"))
    named = {table["name"] for table in sources["sources"][0]["tables"]}
    assert named - {"outcome"} == set(digest.READ_BY_MARTS)
    models = (file.read_text(encoding="utf-8") for file in (digest.DBT_PROJECT / "models").rglob("*.sql"))
    assert not any("source('staging', 'outcome')" in model for model in models)


def test_every_file_that_dbt_reads_counts() -> None:
    project = yaml.safe_load((digest.DBT_PROJECT / "dbt_project.yml").read_text(encoding="utf-8"))
    counted = set(digest._files())
    for paths, suffix in (("model", "sql"), ("model", "yml"), ("macro", "sql"), ("test", "sql"), ("seed", "csv")):
        for folder in project[f"{paths}-paths"]:
            files = {file.resolve() for file in (digest.DBT_PROJECT / folder).resolve().rglob(f"*.{suffix}")}
            assert files <= counted, folder
    assert digest.DBT_PROJECT / "dbt_project.yml" in counted


def test_another_program_makes_another(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = digest.inputs_digest(home)
    monkeypatch.setattr(digest, "version", lambda program: "another")
    assert digest.inputs_digest(home) != before
