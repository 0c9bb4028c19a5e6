"""Words of agencies' names that two sides need: the reader of titles in Python, the marts in SQL."""

from __future__ import annotations

import csv

from parsing.prose.titles import name_forms
from warehouse.digest import DBT_PROJECT


def words(kind: str) -> set[str]:
    with (DBT_PROJECT / "seeds" / "agency_words.csv").open(encoding="utf-8", newline="") as lines:
        return {row["word"] for row in csv.DictReader(lines) if row["kind"] == kind}


def test_both_sides_know_the_same_forms_of_a_bureaus_name() -> None:
    assert words("bureau") == set(name_forms().split("|"))


def test_no_form_of_a_bureaus_name_leaves_a_place_behind() -> None:
    for form in words("bureau"):
        assert any(form.startswith(word) for word in words("generic")), form
