#!/bin/sh
# A moment with a time zone (TIMESTAMPTZ, which now() and most logs are) cannot be fetched as a Python object in an environment that holds
# nothing but DuckDB: the query runs, and fetchone() fails for want of pytz, which the package does not name among what it
# needs. Arrow and text are not concerned, and DuckDB 2 takes Python's own zoneinfo.
# Instead: install pytz beside DuckDB 1, or write moments as text in SQL (strftime).
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
for version in 1.5.5 2.0.1; do
    venv/bin/python -m pip install --quiet --disable-pip-version-check "duckdb==$version"
    venv/bin/python - <<'PYTHON'
import duckdb
from importlib.metadata import requires

connection = duckdb.connect()
text = connection.execute("select strftime('2024-02-01 08:00:00+08'::timestamptz at time zone 'UTC', '%Y-%m-%d %H:%M')").fetchone()
try:
    said = str(connection.execute("select '2024-02-01 08:00:00+08'::timestamptz").fetchone()[0].utcoffset() is not None)
except duckdb.Error as error:
    said = str(error).splitlines()[0]
print(f"DuckDB {duckdb.__version__}: as text {text[0]}, as an object: {said}")
assert not any(name.startswith("pytz") for name in requires("duckdb") or [] if "extra" not in name), "the behaviour has changed"
assert text == ("2024-02-01 00:00",)
assert ("pytz" in said) == duckdb.__version__.startswith("1."), "the behaviour has changed"
PYTHON
done
