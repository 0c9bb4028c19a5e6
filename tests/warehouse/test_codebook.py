"""The codebook: nothing in a release without a meaning in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import yaml

from store.home import RELEASE_FILE, Home
from warehouse import codebook
from warehouse.connection import connect
from warehouse.digest import DBT_PROJECT
from warehouse.metrics import read_metrics

MARTS = sorted((DBT_PROJECT / "models" / "marts").glob("*.yml"))
CHINESE = codebook.chinese()


def columns() -> Iterator[tuple[str, str]]:
    for file in MARTS:
        for model in yaml.safe_load(file.read_text(encoding="utf-8"))["models"]:
            yield from ((model["name"], column["name"]) for column in model["columns"])


def test_every_column_has_its_meaning_in_chinese() -> None:
    said = {f"{table}.{column}": CHINESE.column(table, column) for table, column in columns()}
    assert [name for name, meaning in said.items() if not _is_chinese(meaning)] == []


def test_every_table_has_its_grain_in_chinese() -> None:
    tables = {table for table, _ in columns()}
    assert set(CHINESE.tables) == tables
    assert [table for table, said in CHINESE.tables.items() if "一行" not in said] == []


def test_nothing_is_said_of_a_column_that_is_not_there() -> None:
    used = {f"{table}.{column}" for table, column in columns()}
    alone = {column for table, column in columns() if f"{table}.{column}" not in CHINESE.columns}
    assert set(CHINESE.columns) - used - alone == set()


def test_every_word_of_the_page_is_there_in_both_languages() -> None:
    assert set(CHINESE.words) == set(codebook.english_book().words)
    assert set(CHINESE.units) == {metric.unit for metric in read_metrics()}


def test_a_release_brings_every_table_column_and_metric_in_both_languages(homes: tuple[Path, Path]) -> None:
    folder = Home(homes[0]).current.resolve()
    pages = {language: (folder / name).read_text(encoding="utf-8") for language, name in codebook.FILES.items()}
    with connect(folder / RELEASE_FILE, read_only=True) as connection:
        described = connection.execute(
            "select table_name, column_name, comment from duckdb_columns() where not internal"
        ).fetchall()
        metrics = connection.execute("select metric_code, definition_en, definition_zh from dim_metric").fetchall()
    for table, column, comment in described:
        assert comment, f"{table}.{column} has no description"
        assert " ".join(comment.split()).replace("|", "\\|") in pages["en"]
        assert f"### `{table}`" in pages["zh"] and f"| `{column}` |" in pages["zh"]
    for code, english, chinese in metrics:
        assert english in pages["en"].split(f"### `{code}`")[1] and chinese in pages["zh"].split(f"### `{code}`")[1]


def test_the_codebook_says_what_identifies_a_row_and_where_it_leads(homes: tuple[Path, Path]) -> None:
    page = (Home(homes[0]).current / codebook.FILES["en"]).read_text(encoding="utf-8")
    figures = page.split("### `fct_figure`")[1].split("###")[0]
    assert "Key: `bureau_code`, `report_year`, `section_code`, `line_code`, `column_code`." in figures
    assert "→ `dim_form_line.line_code`" in figures
    assert "| `state` | VARCHAR, required |" in figures


def test_a_practice_release_says_so(homes: tuple[Path, Path]) -> None:
    for language, name in codebook.FILES.items():
        words = CHINESE.words if language == "zh" else codebook.english_book().words
        assert words["practice"] in (Home(homes[0]).current / name).read_text(encoding="utf-8")


def _is_chinese(text: str) -> bool:
    return any("一" <= sign <= "鿿" for sign in text)
