#!/bin/sh
# In DuckDB the sum of whole numbers is a HUGEINT, a type that Parquet does not have: COPY writes it as a DOUBLE and says
# nothing. From 2^53 on the total in the file is another number than the one in the database, and whoever reads the file
# takes a column of whole numbers for one of fractions. Totals of amounts in yuan or fen get there.
# Instead: cast every sum that leaves the database (sum(amount)::bigint, or a decimal), and compare the types of the
# Parquet file with those of the table.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check duckdb==2.0.1
venv/bin/python - <<'PYTHON'
import duckdb

connection = duckdb.connect()
connection.execute("create table paid as select unnest([9007199254740992, 1]) as fen")
type_, total = connection.execute("select typeof(sum(fen)), sum(fen) from paid").fetchone()
connection.execute("copy (select sum(fen) as total, sum(fen)::bigint as cast_total from paid) to 'total.parquet'")
written_type, written, cast = connection.execute("select typeof(total), total::bigint, cast_total from 'total.parquet'").fetchone()
print(f"DuckDB {duckdb.__version__}: the sum is {total}, a {type_}; the file holds {written}, a {written_type}; cast: {cast}")
assert (type_, total, written_type, written) == ("HUGEINT", 2**53 + 1, "DOUBLE", 2**53), "the behaviour has changed"
assert cast == total
PYTHON
