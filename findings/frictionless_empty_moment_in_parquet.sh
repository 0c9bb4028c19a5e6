#!/bin/sh
# frictionless reads Parquet through pandas, which is not among what its extra "parquet" installs: without pandas every
# Parquet table of a data package is invalid ("No module named pandas"), and with it validation breaks off at one whose
# first moment is empty ("NaTType does not support time"). The file is right in both cases, as DuckDB or pyarrow show.
# Instead: describe the CSV files as tables, and list Parquet files with "type": "file", which checks size and hash.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check 'frictionless[parquet]==5.21.0'
venv/bin/python - <<'PYTHON'
import subprocess
import sys
from datetime import UTC, datetime
from importlib.metadata import version

import pyarrow as pa
import pyarrow.parquet as pq

SCRIPT = """
from frictionless import Resource
for type_ in ("table", "file"):
    resource = Resource.from_descriptor({"name": "seen", "path": "seen.parquet", "type": type_})
    try:
        report = resource.validate()
        print(type_, "valid" if report.valid else report.flatten(["note"]))
    except Exception as error:
        print(type_, "raises", error)
"""

pq.write_table(pa.table({"seen_at": [None, datetime(2024, 2, 1, tzinfo=UTC)]}), "seen.parquet")


def validated() -> list[str]:
    said = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True).stdout
    return said.splitlines()


without = validated()
subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "pandas==3.1.1"], check=True)
with_pandas = validated()
print(f"frictionless {version('frictionless')}, without pandas: {without}")
print(f"with pandas {version('pandas')}: {with_pandas}")
assert "No module named 'pandas'" in without[0] and "NaTType does not support time" in with_pandas[0], "the behaviour has changed"
assert without[1] == with_pandas[1] == "file valid"
PYTHON
