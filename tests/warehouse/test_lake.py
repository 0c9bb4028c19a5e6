"""Which lake a home has, and what its errors say. What is loaded there, `tests/scale` has."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from store.home import Home
from warehouse.lake import Lake, lake_of, said, says_lost


def test_a_home_without_the_setting_has_no_lake(tmp_path: Path) -> None:
    Home(tmp_path).settings.write_text('contact = "me@example.org"', encoding="utf-8")
    assert lake_of(tmp_path) is None


def test_made_up_rows_have_tables_and_files_of_their_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGKAI_LAKE_CATALOG", "postgres:dbname=lake")
    home, made_up = tmp_path, tmp_path / "practice"
    assert lake_of(home) == Lake("postgres:dbname=lake", str(home.resolve() / "lake"), "gongkai")
    assert lake_of(made_up) == Lake("postgres:dbname=lake", str(made_up.resolve() / "lake"), "practice")
    monkeypatch.setenv("GONGKAI_LAKE_DATA", "s3://bucket/lake/")
    assert lake_of(home) == Lake("postgres:dbname=lake", "s3://bucket/lake/gongkai", "gongkai")
    assert lake_of(made_up) == Lake("postgres:dbname=lake", "s3://bucket/lake/practice", "practice")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            'IO Error: Failed to attach DuckLake MetaData "m" at path + "postgres:host=db user=me"Unable to connect to Postgres'
            ' at "host=db user=me": connection to server at "db", port 5432 failed: Connection refused\n\tIs the server running?',
            'connection to server at "db", port 5432 failed: Connection refused',
        ),
        (
            "TransactionContext Error: Failed to commit.\nTransaction conflict",
            "TransactionContext Error: Failed to commit",
        ),
    ],
)
def test_an_error_is_one_sentence_without_who_asked(text: str, sentence: str) -> None:
    assert said(duckdb.Error(text)) == sentence


def test_a_server_that_went_away_is_told_from_a_rule_that_is_broken() -> None:
    assert says_lost('Failed to execute query "COMMIT": server closed the connection unexpectedly')
    assert not says_lost("every_registered_bureau_lies_in_a_region: Got 18 results, configured to fail if != 0")
