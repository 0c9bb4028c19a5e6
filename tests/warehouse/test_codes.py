"""Codes: a closed list for each column that holds one, the same as where the codes are made, and said in both languages."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from crawler.registry import schema
from parsing.ladder import READERS
from store.home import Home
from tests.warehouse.test_release_files import csv_rows
from warehouse import codebook
from warehouse import codes as code_lists
from warehouse.codes import coded_columns, codes_of, page
from warehouse.datapackage import DATAPACKAGE
from warehouse.digest import DBT_PROJECT, PROJECT

CODES = {f"{column.table}.{column.name}": column for column in coded_columns()}
SEEDS, FORM = DBT_PROJECT / "seeds", PROJECT / "parsing" / "form"


def codes(column: str) -> set[str]:
    return set(CODES[column].codes)


def first_column(file: Path) -> set[str]:
    with file.open(encoding="utf-8", newline="") as lines:
        return {row[0] for row in list(csv.reader(lines))[1:]}


@pytest.mark.parametrize(
    ("column", "data"),
    [
        ("finding.finding_kind", SEEDS / "finding_kinds.csv"),
        ("unpublished_document.reason_code", SEEDS / "unpublished_reasons.csv"),
        ("repeated_part.part_code", SEEDS / "report_parts.csv"),
        ("fct_check.check_code", FORM / "identities.csv"),
        ("fct_figure.section_code", FORM / "lines.csv"),
        ("fct_claim.claim_kind", FORM / "claim_kinds.csv"),
        ("claim_check.claim_kind", FORM / "claim_kinds.csv"),
        ("dim_claim_kind.claim_kind", FORM / "claim_kinds.csv"),
    ],
)
def test_the_codes_are_those_of_the_data_that_gives_them(column: str, data: Path) -> None:
    assert codes(column) == first_column(data)


def test_every_model_with_the_kind_of_a_claim_lists_the_kinds_of_the_data(tmp_path: Path) -> None:
    names = {"stg_claim.yml", "fct_claim.yml", "claim_check.yml", "dim_claim_kind.yml"}
    assert names <= {file.name for file in code_lists.listed()}
    for file, text in code_lists.listed().items():
        assert file.read_text(encoding="utf-8") == text, file.name
    old = tmp_path / "fct_claim.yml"
    text = next(text for file, text in code_lists.listed().items() if file.name == old.name)
    kinds = ", ".join(codes_of("claim_kind"))
    old.write_text(text.replace(f"[{kinds}]", "[count, rumour]"), encoding="utf-8")
    assert code_lists.listed(tmp_path) == {old: text}, (
        "a list that is not that of the data is written anew, and nothing else"
    )


def test_the_parts_of_a_report_are_those_that_its_headings_open() -> None:
    assert codes("fct_claim.part_code") == first_column(FORM / "headings.csv") | {"preamble"}


def test_the_platforms_and_states_of_bureaus_are_those_of_the_registry() -> None:
    whole = schema.schema()
    assert codes("dim_bureau.platform") == enum(whole, "platform")
    assert codes("dim_bureau.status") == enum(whole, "code") | {"unregistered"}


def enum(schema: Any, name: str) -> set[str]:
    """The codes that the first property of a name may hold, anywhere in a schema."""
    if not isinstance(schema, dict):
        return set()
    found = schema.get("properties", {}).get(name, {}).get("enum", ())
    return set(found) or next((inner for part in schema.values() if (inner := enum(part, name))), set())


@pytest.mark.parametrize("table", ["fct_report", "unpublished_document"])
def test_the_meaning_of_reader_names_every_reader_without_the_name_of_its_format(
    homes: tuple[Path, Path], table: str
) -> None:
    names = {reader.name for reader in READERS if reader.name != reader.format}
    for file in codebook.FILES.values():
        (row,) = rows_of(homes[0], file, table, "reader")
        assert [name for name in names if f"`{name.removeprefix('zip/')}`" not in row] == []


def rows_of(home: Path, file: str, table: str, column: str) -> list[str]:
    section = (Home(home).current / file).read_text(encoding="utf-8").split(f"### `{table}`")[1].split("###")[0]
    return [line for line in section.splitlines() if line.startswith(f"| `{column}` |")]


def test_the_codebook_lists_every_code_in_both_languages(homes: tuple[Path, Path]) -> None:
    for file in codebook.FILES.values():
        for column in CODES.values():
            (row,) = rows_of(homes[0], file, column.table, column.name)
            assert [code for code in column.codes if f"`{code}`" not in row] == [], f"{column.table}.{column.name}"


def test_the_data_package_allows_these_codes_and_no_others(homes: tuple[Path, Path]) -> None:
    folder = Home(homes[0]).current
    package = json.loads((folder / DATAPACKAGE).read_text(encoding="utf-8"))
    allowed = {
        (item["path"].removeprefix("practice_").removesuffix(".csv"), field["name"]): field["constraints"]["enum"]
        for item in package["resources"]
        for field in item.get("schema", {}).get("fields", ())
        if "enum" in field.get("constraints", {})
    }
    assert allowed == {(column.table, column.name): list(column.codes) for column in CODES.values()}
    for (table, name), listed in allowed.items():
        assert {row[name] for row in csv_rows(folder / f"practice_{table}.csv")} <= {*listed, ""}


def test_a_code_is_a_text_in_the_data_package(homes: tuple[Path, Path]) -> None:
    """A reader that goes by the schema keeps every sign of it, zeros at its beginning as well."""
    package = json.loads((Home(homes[0]).current / DATAPACKAGE).read_text(encoding="utf-8"))
    fields = [field for item in package["resources"] for field in item.get("schema", {}).get("fields", ())]
    coded = [field for field in fields if field["name"].endswith(("_code", "sha256"))]
    assert {field["type"] for field in coded} == {"string"}


def test_the_page_lists_every_column() -> None:
    text = page(CODES.values())
    assert [name for name in CODES if f"- `{name}`: " not in text] == []
