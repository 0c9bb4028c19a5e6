"""The questions that pages ask: of the release's own tables, all of which the exposure names."""

from __future__ import annotations

import re

import yaml

from tests.conftest import ROOT

SQL = sorted((ROOT / "dashboard" / "sql").glob("*.sql"))
MARTS = {file.stem for file in (ROOT / "dbt" / "models" / "marts").glob("*.sql")}


def tables() -> set[str]:
    named = (
        name
        for file in SQL
        for name in re.findall(r"\b(?:from|join)\s+([a-z_]+)", re.sub(r"--.*", "", file.read_text(encoding="utf-8")))
    )
    return set(named) & MARTS


def test_the_exposure_names_the_tables_that_pages_are_made_from() -> None:
    exposures = yaml.safe_load((ROOT / "dbt" / "models" / "exposures.yml").read_text(encoding="utf-8"))["exposures"]
    dashboard = next(each for each in exposures if each["name"] == "dashboard")
    assert {each.removeprefix("ref('").removesuffix("')") for each in dashboard["depends_on"]} == tables()


def test_every_question_is_asked() -> None:
    python = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "dashboard").rglob("*.py"))
    assert [file.name for file in SQL if f'"{file.stem}"' not in python] == []
