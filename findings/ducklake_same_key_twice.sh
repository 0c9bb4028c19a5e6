#!/bin/sh
# Two transactions of DuckLake that each look whether a row is there, find nothing, and add it both commit: rows that are added never
# conflict, and DuckLake has neither PRIMARY KEY nor UNIQUE that would tell. In a DuckDB file with a key the second one fails.
# Two loaders that are idempotent by `insert … where not exists` so load the same rows twice, and nobody is told.
# Instead: let each load change one row that all of them change (a version, a counter): of two, the second is refused and starts again.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check duckdb==1.5.5 duckdb-extensions==1.5.5 duckdb-extension-ducklake==1.5.5
venv/bin/python - <<'PYTHON'
from importlib.metadata import version
from importlib.resources import files

import duckdb

EXTENSION = files("duckdb_extension_ducklake") / "extensions" / f"v{duckdb.__version__}" / "ducklake.duckdb_extension"
ADD = "insert into lake.document select 'a', 11 where not exists (from lake.document where sha256 = 'a')"

first = duckdb.connect(config={"allow_unsigned_extensions": "false"})
first.execute(f"load '{EXTENSION}'")
first.execute("attach 'ducklake:catalog.ducklake' as lake (data_path 'data')")
first.execute("create table lake.document (sha256 varchar, value integer)")
first.execute("create table lake.loads (count integer)")
first.execute("insert into lake.loads values (0)")
second = first.cursor()


def both(*statements: str) -> str:
    for loader in (first, second):
        loader.begin()
        for statement in statements:
            loader.execute(statement)
    first.commit()
    try:
        second.commit()
    except duckdb.Error as error:
        return f"the second is refused: {str(error).splitlines()[0][:90]}"
    return "both commit"


plain = both(ADD)
rows = first.execute("select count(*) from lake.document").fetchone()
print(f"ducklake of duckdb {version('duckdb')}: {plain}, rows with the same key: {rows[0]}")
first.execute("delete from lake.document")
guarded = both(ADD, "update lake.loads set count = count + 1")
kept = first.execute("select count(*) from lake.document").fetchone()
print(f"with one row that both change: {guarded}; rows: {kept[0]}")
assert (plain, rows) == ("both commit", (2,)), "the behaviour has changed"
assert guarded.startswith("the second is refused") and kept == (1,)
PYTHON
