# ruff: noqa: S608  # statements of our own
"""What lies beside the database of a release: CSV, Parquet, the data package, dbt's documentation."""

from __future__ import annotations

import csv
import getpass
import gzip
import io
import json
import re
import socket
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.home import RELEASE_FILE, Home
from tests.warehouse.conftest import Release
from warehouse import export
from warehouse.catalogue import read_manifest, tables
from warehouse.connection import connect
from warehouse.datapackage import DATAPACKAGE, checksum
from warehouse.digest import PROJECT
from warehouse.docs import DOCS
from warehouse.gzipped import gzipped
from warehouse.practice import NOTE, PREFIX, TITLE

TYPES = {
    "BIGINT", "BOOLEAN", "DATE", "DECIMAL(18,6)", "DOUBLE", "INTEGER", "TIMESTAMP WITH TIME ZONE", "VARCHAR",
}  # fmt: skip
"""Every type that a column of a release has; each is the same in DuckDB, Parquet and the data package."""

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@pytest.fixture
def folder(homes: tuple[Path, Path]) -> Path:
    return Home(homes[0]).current.resolve()


@pytest.fixture
def package(folder: Path) -> dict[str, Any]:
    return dict(json.loads((folder / DATAPACKAGE).read_text(encoding="utf-8")))


def csv_rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def restored(text: str) -> str:
    """What a CSV field says without the apostrophe that a spreadsheet needs."""
    return text[1:] if re.match(export.ESCAPED, text) else text


def as_csv(text: str) -> str:
    """A text as the export writes it into a CSV field."""
    column = export.Column("said", "VARCHAR", "")
    row = duckdb.execute(f"select {export.as_text(column)} from (select ?::varchar as said)", [text]).fetchone()
    assert row is not None
    return str(row[0])


@pytest.mark.parametrize("sign", DANGEROUS)
def test_no_text_runs_as_a_formula(sign: str) -> None:
    said = sign + "cmd|' /C calc'!A0"
    assert as_csv(said) == "'" + said
    assert restored("'" + said) == said


def test_what_a_report_prints_runs_in_no_file(release: Release) -> None:
    folder = release("update fct_report set title = '=1+1', agency_name = '-1+1'").folder
    assert folder is not None
    assert {(row["title"], row["agency_name"]) for row in csv_rows(folder / "practice_fct_report.csv")} == {
        ("'=1+1", "'-1+1")
    }


@pytest.mark.parametrize("number", ["-26.7", "+5", "-1,649.5", "-26.7%", "11", "0"])
def test_a_signed_number_is_no_formula(number: str) -> None:
    assert as_csv(number) == number


def test_numbers_are_untouched(release: Release) -> None:
    folder = release("update fct_figure set value = -0.1 where value = 11").folder
    assert folder is not None
    assert {"-0.1"} < {row["value"] for row in csv_rows(folder / "practice_fct_figure.csv")}


@pytest.mark.parametrize(
    ("said", "written"),
    [("45.597", "45.597"), ("11", "11"), ("100", "100"), ("0", "0"), ("-0.5", "-0.5"), (None, None)],
)
@pytest.mark.parametrize("data_type", ["DECIMAL(18,6)", "DOUBLE"])
def test_a_number_is_written_as_people_write_it(data_type: str, said: str | None, written: str | None) -> None:
    column = export.Column("said", data_type, "")
    query = f"select {export.as_text(column)} from (select ?::{data_type} as said)"
    assert duckdb.execute(query, [said]).fetchone() == (written,)


def test_the_zeros_of_a_whole_number_stay() -> None:
    column = export.Column("said", "DECIMAL(18,0)", "")
    query = f"select {export.as_text(column)} from (select 100::decimal(18, 0) as said)"
    assert duckdb.execute(query).fetchone() == ("100",)


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
def test_every_text_comes_back_from_csv(text: str) -> None:
    escaped = as_csv(text)
    assert restored(escaped) == text
    assert not escaped.startswith(DANGEROUS) or re.fullmatch(r"[+-][0-9][0-9.,]*[%％]?", escaped)


@given(st.from_regex(r"'*[=+\-@\t＝－].*", fullmatch=True))
def test_apostrophes_of_the_text_itself_come_back(text: str) -> None:
    test_every_text_comes_back_from_csv.hypothesis.inner_test(text)  # type: ignore[attr-defined]


@given(st.lists(st.none() | st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])), min_size=1))
def test_every_line_of_csv_comes_back_as_its_row(texts: list[str | None]) -> None:
    """Also one with line breaks, quotation marks and commas; no text is an empty field, and an empty one is not."""
    columns = [export.Column(name, "VARCHAR", "") for name in ("code", "said", "said_again")]
    line = export.csv_line(columns, {"said", "said_again"})
    query = f"select {line} from (select 'a' as code, unnest(?::varchar[]) as said, said as said_again)"
    lines = [line for (line,) in duckdb.execute(query, [texts]).fetchall()]
    assert [[restored(field) for field in row] for row in csv.reader(io.StringIO("\r\n".join(lines), newline=""))] == [
        ["a", text or "", text or ""] for text in texts
    ]
    assert [line.endswith(',"",""') for line in lines] == [text == "" for text in texts]


def test_a_file_of_lines_is_the_file_that_duckdb_would_write(tmp_path: Path) -> None:
    texts = [
        "a",
        "",
        None,
        "0",
        "a,b",
        'a "b"',
        "a\nb",
        "a\r\nb",
        "\r",
        "#a",
        "a#b",
        " a ",
        "NULL",
        "\\N",
        "\x01",
        "'a",
        "=1",
        "é中文",
        "-1,5",
    ]
    columns = [export.Column("code", "VARCHAR", ""), export.Column("said", "VARCHAR", "")]
    with duckdb.connect() as memory:
        memory.execute("create table t as select 'a' as code, unnest(?::varchar[]) as said", [texts])
        table = export.Table("t", "", tuple(columns), (), len(texts))
        line = export.csv_line(columns, export.unusual_texts(memory, table))
        memory.execute(f"copy (select {line} from t) to '{tmp_path}/lines.csv' ({export.AS_LINES})")
        memory.execute(
            f"copy (select code, {export.as_text(columns[1])} as said from t) to '{tmp_path}/own.csv' (format csv, header)"
        )
    assert (tmp_path / "lines.csv").read_bytes() == (tmp_path / "own.csv").read_bytes()


def test_a_table_is_the_same_in_every_format(folder: Path) -> None:
    with connect(folder / RELEASE_FILE, read_only=True) as connection:
        for (name,) in connection.execute("select table_name from duckdb_tables()").fetchall():
            parquet = str(folder / f"practice_{name}.parquet")
            difference = connection.execute(
                f"(from {name} except all from read_parquet(?)) union all (from read_parquet(?) except all from {name})",
                [parquet, parquet],
            ).fetchall()
            assert difference == [], name
            written = connection.execute(f"select count(*) from {name}").fetchone()
            assert written == (len(csv_rows(folder / f"practice_{name}.csv")),), name


def test_a_column_is_of_one_type_in_every_format(homes: tuple[Path, Path], folder: Path) -> None:
    """A sum of integers is a HUGEINT, which Parquet does not have: DuckDB would write it there as a rounded DOUBLE."""
    with connect(folder / RELEASE_FILE, read_only=True) as connection:
        for table in tables(connection, read_manifest(homes[0])):
            stored = {column.name: column.data_type for column in table.columns}
            parquet = [str(folder / f"{table.stem}.parquet")]
            described = connection.execute("describe from read_parquet(?)", parquet).fetchall()
            assert {name: data_type for name, data_type, *_ in described} == stored, table.name
            assert set(stored.values()) <= TYPES, table.name


def test_csv_holds_the_numbers_of_the_database_digit_by_digit(homes: tuple[Path, Path], folder: Path) -> None:
    with connect(folder / RELEASE_FILE, read_only=True) as connection:
        for table in tables(connection, read_manifest(homes[0])):
            stored = {column.name: column.data_type for column in table.columns}
            numbers = ", ".join(name for name, data_type in stored.items() if data_type in ("DECIMAL(18,6)", "DOUBLE"))
            difference = connection.execute(
                f"select {numbers or 1} from {table.name} except all select {numbers or 1} from read_csv(?, columns = ?)",
                [str(folder / f"{table.stem}.csv"), stored],
            ).fetchall()
            assert difference == [], table.name


def test_what_is_printed_is_a_decimal_and_only_what_is_divided_a_double(folder: Path) -> None:
    with connect(folder / RELEASE_FILE, read_only=True) as connection:
        doubles = connection.execute(
            "select distinct column_name from duckdb_columns() where data_type = 'DOUBLE' and database_name = 'gongkai'"
        ).fetchall()
    assert {name for (name,) in doubles} == {
        "change_pct", "stated_change_pct", "percentile", "repeating_pct", "observed_pct", "expected_pct", "everyone_pct", "statistic", "critical_value",
        "refused_pct", "median_pct",
    }  # fmt: skip


def test_a_table_larger_than_a_sheet_is_written_by_year(release: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("warehouse.export.SHEET_ROWS", 3)
    folder = release("update repeated_part set report_year = report_year").folder
    assert folder is not None
    parts = sorted(file.name for file in folder.glob("practice_fct_report_2*.csv"))
    assert parts == [f"practice_fct_report_{year}.csv" for year in (2020, 2021, 2023)]
    assert not (folder / "practice_fct_report.csv").exists()
    listed = {item["path"]: item for item in json.loads((folder / DATAPACKAGE).read_text())["resources"]}
    assert [listed[part]["rows"] for part in parts] == [1, 1, 2]
    assert (folder / "practice_dim_region.csv").exists(), "a table without years stays whole"


def test_a_long_table_is_compressed(release: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = release("update repeated_part set report_year = report_year").folder
    monkeypatch.setattr("warehouse.export.PLAIN_ROWS", 3)
    folder = release("update repeated_part set report_year = report_year").folder
    assert plain is not None and folder is not None
    listed = {item["path"]: item for item in json.loads((folder / DATAPACKAGE).read_text())["resources"]}
    file = "practice_fct_report.csv.gz"
    assert gzip.decompress((folder / file).read_bytes()) == (plain / "practice_fct_report.csv").read_bytes()
    assert not (folder / "practice_fct_report.csv").exists()
    assert (listed[file]["format"], listed[file]["compression"], listed[file]["rows"]) == ("csv", "gz", 4)
    assert (folder / "practice_dim_release.csv").exists(), "a short table opens by a click"


def test_a_compressed_file_that_cannot_be_written_ends_the_writing(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), gzipped(tmp_path / "nowhere" / "file.csv.gz") as pipe:
        duckdb.execute(f"copy (select range from range(1000000)) to '{pipe}' (format csv)")


def test_a_query_that_fails_leaves_nobody_waiting(tmp_path: Path) -> None:
    with pytest.raises(duckdb.Error), gzipped(tmp_path / "file.csv.gz") as pipe:
        duckdb.execute(f"copy (select error('no') from range(9)) to '{pipe}' (format csv)")


def test_every_file_of_a_practice_release_says_what_it_is(folder: Path, package: dict[str, Any]) -> None:
    for described in (package, *package["resources"]):
        assert described["title"].startswith(TITLE), described["name"]
        assert NOTE in described["description"], described["name"]
    for name in ("CHANGES.md", "codebook.en.md", "codebook.zh.md"):
        first_line = (folder / name).read_text(encoding="utf-8").splitlines()[0]
        assert TITLE in first_line or "演练数据（虚构）" in first_line, name
    assert NOTE in (folder / DOCS).read_text(encoding="utf-8")
    for file in folder.glob("*.parquet"):
        said = duckdb.execute("select key, value from parquet_kv_metadata(?)", [str(file)]).fetchall()
        assert (b"description", NOTE.encode()) in said, file.name
    assert {file.stem[: len(PREFIX)] for file in folder.glob("*.csv")} == {PREFIX}
    with connect(folder / RELEASE_FILE, read_only=True) as connection:
        comments = connection.execute("select comment from duckdb_tables() where not internal").fetchall()
    assert [comment for (comment,) in comments if not comment.endswith(NOTE)] == []


def test_a_real_release_says_nothing_of_practice(homes: tuple[Path, Path]) -> None:
    with connect(Home(homes[0]).current / RELEASE_FILE, read_only=True) as connection:
        found = tables(connection, read_manifest(homes[0]))
    real = replace(found[0], description="One row for each thing.")
    assert (found[0].stem, real.stem) == (f"{PREFIX}{found[0].name}", found[0].name)
    assert "kv_metadata" not in export.parquet_options(real) and "kv_metadata" in export.parquet_options(found[0])


def test_every_file_is_listed_with_its_checksum(folder: Path, package: dict[str, Any]) -> None:
    listed = {item["path"]: item for item in package["resources"]}
    assert set(listed) == {file.name for file in folder.iterdir()} - {DATAPACKAGE}
    for path, item in listed.items():
        assert (item["bytes"], item["hash"]) == ((folder / path).stat().st_size, checksum(folder / path)), path


def test_the_package_keeps_the_rules_of_frictionless(package: dict[str, Any]) -> None:
    """https://specs.frictionlessdata.io/data-package/ (version 1), rule by rule."""
    assert package["profile"] == "data-package"
    assert re.fullmatch(r"[-a-z0-9._/]+", package["name"])
    assert datetime.fromisoformat(package["created"]).tzinfo is not None
    names = [item["name"] for item in package["resources"]]
    assert len(set(names)) == len(names)
    for item in package["resources"]:
        assert re.fullmatch(r"[-a-z0-9._/]+", item["name"])
        assert not item["path"].startswith(("/", "~")) and ".." not in item["path"]
        assert re.fullmatch(r"[^/]+/[^/]+", item["mediatype"])
        assert re.fullmatch(r"sha256:[0-9a-f]{64}", item["hash"])
        assert isinstance(item["bytes"], int)
        assert ("schema" in item) == (item.get("profile") == "tabular-data-resource") == (item["format"] == "csv")


def test_only_csv_is_listed_as_tables(package: dict[str, Any]) -> None:
    """`frictionless validate` reads a Parquet table through pandas: it fails without it, and on an empty moment with it."""
    for item in package["resources"]:
        assert ("rows" in item) == (item["format"] == "csv"), item["path"]
        assert (item.get("type") == "file") == (item["format"] in ("parquet", "xlsx")), item["path"]


def test_the_schemas_keep_the_rules_of_table_schema(package: dict[str, Any]) -> None:
    """https://specs.frictionlessdata.io/table-schema/ (version 1), rule by rule."""
    schemas = {item["name"]: item["schema"] for item in package["resources"] if "schema" in item}
    types = {"string", "number", "integer", "boolean", "date", "datetime"}
    for name, schema in schemas.items():
        fields = [field["name"] for field in schema["fields"]]
        assert len(set(fields)) == len(fields)
        assert {field["type"] for field in schema["fields"]} <= types
        assert set(schema["primaryKey"]) <= set(fields), name
        for key in schema.get("foreignKeys", ()):
            target = schemas[key["reference"]["resource"]]
            assert set(key["fields"]) <= set(fields)
            assert key["reference"]["fields"] == target["primaryKey"]
    assert schemas["practice_fct_report.csv"]["foreignKeys"]


def test_every_csv_field_is_of_its_type(folder: Path, package: dict[str, Any]) -> None:
    for item in package["resources"]:
        if "schema" not in item:
            continue
        rows = csv_rows(folder / item["path"])
        assert len(rows) == item["rows"]
        keys = [tuple(row[name] for name in item["schema"]["primaryKey"]) for row in rows]
        assert len(set(keys)) == len(keys), item["path"]
        for field in item["schema"]["fields"]:
            for row in rows:
                assert _fits(row[field["name"]], field), (item["path"], field["name"], row[field["name"]])


def _fits(text: str, field: dict[str, Any]) -> bool:
    """An empty field is a missing value; all else is what a reader of Table Schema makes of the type."""
    if not text:
        return "required" not in field.get("constraints", {})
    readers: dict[str, Any] = {
        "string": str,
        "integer": int,
        "number": float,
        "boolean": lambda value: ("true", "false").index(value),
        "date": date.fromisoformat,
        "datetime": lambda value: datetime.strptime(value, "%Y-%m-%dT%H:%M:%S.%fZ"),
    }
    try:
        readers[field["type"]](text)
    except ValueError:
        return False
    return True


def test_the_documentation_names_every_table_and_nothing_of_this_machine(
    folder: Path, homes: tuple[Path, Path]
) -> None:
    text = (folder / DOCS).read_text(encoding="utf-8")
    with connect(folder / RELEASE_FILE, read_only=True) as connection:
        for table in tables(connection, read_manifest(homes[0])):
            assert json.dumps(table.description, ensure_ascii=False)[1:-1].replace("<", "\\u003c") in text
    places = [str(homes[0]), str(homes[0].resolve()), str(PROJECT), sys.prefix, str(Path.home()) + "/"]
    assert [place for place in places if place in text] == []
    assert f'"{socket.gethostname()}"' not in text
    assert f"/{getpass.getuser()}/" not in text
    assert not list(_absolute(text))


def _absolute(text: str) -> Iterator[str]:
    """Paths from the root that are in strings of the page's data."""
    data = text[text.index('"dbt_schema_version"') :]
    yield from re.findall(r"[\"'(](/(?:home|tmp|usr|root|work|var|opt|srv|mnt)/[^\"']*)", data)


def test_the_documentation_asks_nothing_of_other_hosts(folder: Path) -> None:
    text = (folder / DOCS).read_text(encoding="utf-8")
    assert re.findall(r"<(?:script|link|img|iframe)[^>]+(?:src|href)=[\"']?https?:[^>]*>", text) == []
    assert "INLINE DATA" not in text


def test_who_reads_a_table_is_on_record(homes: tuple[Path, Path]) -> None:
    manifest = read_manifest(homes[0])
    readers = {node["name"]: set(node["depends_on"]["nodes"]) for node in manifest["exposures"].values()}
    marts = {key for key, node in manifest["nodes"].items() if node["path"].startswith("marts/") and "model." in key}
    assert readers["sql_users"] == marts
    assert readers["dashboard"] < marts
