"""The workbook of a release: codes stay texts, and no text of a report is a formula."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from store.home import RELEASE_FILE, RELEASE_RECORD, Home
from tests.warehouse.conftest import Release
from warehouse.catalogue import read_manifest
from warehouse.practice import NOTE
from warehouse.workbook import SHEETS, workbook_file, write_workbook

FILE = workbook_file(is_practice=True)


def rows_of(folder: Path, sheet: str) -> list[dict[str, Any]]:
    head, *rows = CalamineWorkbook.from_path(folder / FILE).get_sheet_by_name(sheet).to_python()
    return [dict(zip(head, row, strict=True)) for row in rows]


@pytest.fixture
def folder(homes: tuple[Path, Path]) -> Path:
    return Home(homes[0]).current.resolve()


def test_every_table_that_people_open_is_a_sheet_and_the_first_one_says_what_they_are(folder: Path) -> None:
    workbook = CalamineWorkbook.from_path(folder / FILE)
    assert workbook.sheet_names == ["gongkai", *SHEETS]
    said = "".join(str(cell) for row in workbook.get_sheet_by_index(0).to_python() for cell in row)
    assert NOTE in said and "一行" in said
    assert [table for table in SHEETS if table not in said] == []


def test_codes_are_texts_and_numbers_are_numbers(folder: Path) -> None:
    (bureau,) = (row for row in rows_of(folder, "dim_bureau") if row["bureau_code"] == "hrss-371500")
    assert bureau["region_code"] == "371500"
    years = {type(row["report_year"]) for row in rows_of(folder, "coverage")}
    assert years <= {int, float} and years


def test_a_code_has_its_name_beside_it(folder: Path) -> None:
    for row in rows_of(folder, "coverage"):
        assert row["bureau_name_zh"].endswith("局"), row["bureau_code"]
    head = CalamineWorkbook.from_path(folder / FILE).get_sheet_by_name("safe_change").to_python()[0]
    place = head.index("metric_code")
    assert head[place + 1 : place + 3] == ["metric_name_zh", "metric_name_en"]


def test_an_empty_cell_is_a_missing_value(folder: Path) -> None:
    assert {row["days_late"] for row in rows_of(folder, "coverage") if row["published_on"] == ""} == {""}


def test_no_text_of_a_report_is_a_formula(release: Release) -> None:
    said = {
        "name_zh": "=1+1",
        "name_en": "+1+1",
        "region_name_zh": "＝1+1",
        "region_name_en": "@SUM(1)",
        "status_reason": "-1+1",
    }
    edits = ", ".join(f"{column} = '{text}'" for column, text in said.items())
    built = release(f"update dim_bureau set {edits}, region_code = '037150'").folder  # noqa: S608  # our own words
    assert built is not None
    for row in rows_of(built, "dim_bureau"):
        assert {column: row[column] for column in said} == said, "as it is, with nothing put before it"
        assert row["region_code"] == "037150"
    with zipfile.ZipFile(built / FILE) as parts:
        sheets = [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
        styles = parts.read("xl/styles.xml").decode()
    assert not any("<f>" in sheet or "<hyperlink" in sheet for sheet in sheets)
    assert 'quotePrefix="1"' in styles


def test_a_table_that_is_too_long_is_left_out_and_the_first_sheet_says_where_it_is(
    release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("warehouse.workbook.MOST_ROWS", 3)
    folder = release("update repeated_part set report_year = report_year").folder
    assert folder is not None
    workbook = CalamineWorkbook.from_path(folder / FILE)
    assert "dim_metric" not in workbook.sheet_names
    first = {row[0]: row for row in workbook.get_sheet_by_index(0).to_python()}
    assert "practice_dim_metric.csv" in first["dim_metric"][2] and "practice_dim_metric.csv" in first["dim_metric"][3]


def test_the_same_release_is_the_same_workbook_byte_by_byte(
    homes: tuple[Path, Path], folder: Path, tmp_path: Path
) -> None:
    record = json.loads((folder / RELEASE_RECORD).read_text(encoding="utf-8"))
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        shutil.copy(folder / RELEASE_FILE, tmp_path / name)
        write_workbook(tmp_path / name, record, read_manifest(homes[0]))
    assert (tmp_path / "one" / FILE).read_bytes() == (tmp_path / "two" / FILE).read_bytes()
