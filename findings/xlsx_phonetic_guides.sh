#!/bin/sh
# A cell may carry the reading of its signs (a phonetic guide, written above them and no part of the text). DuckDB's
# read_xlsx and xlsx2csv append it to the text: the name of an agency then ends in its pinyin and matches no list of names,
# and a label of an official table is another label. python-calamine and openpyxl leave it away.
# Instead: read such files with one of these two, and compare names after taking Latin letters off their end.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check duckdb==1.5.5 duckdb-extensions==1.5.5 duckdb-extension-excel==1.5.5 xlsx2csv==0.8.6 openpyxl==3.1.5 python-calamine==0.9.1
venv/bin/python - <<'PYTHON'
import io
import zipfile
from importlib.metadata import version

import duckdb
import openpyxl
from duckdb_extensions import import_extension
from python_calamine import CalamineWorkbook
from xlsx2csv import Xlsx2csv

NAME, GUIDE = "某市人社局", "moushi"

book = openpyxl.Workbook()
book.active.append(["agency", "received"])
book.active.append([NAME, 11])
book.save("plain.xlsx")
written = f"<t>{NAME}</t>", "<t>" + "".join(f"&#{ord(sign)};" for sign in NAME) + "</t>"  # as there is lxml or not
with zipfile.ZipFile("plain.xlsx") as source, zipfile.ZipFile("guided.xlsx", "w") as target:
    for part in source.namelist():
        content = source.read(part).decode()
        for text in written:
            content = content.replace(text, f'{text}<rPh sb="0" eb="2"><t>{GUIDE}</t></rPh>')
        target.writestr(part, content)

import_extension("excel")
with duckdb.connect() as connection:
    connection.execute("load excel")
    by_duckdb = connection.execute("select agency from read_xlsx('guided.xlsx')").fetchone()[0]
out = io.StringIO()
Xlsx2csv("guided.xlsx").convert(out)
by_xlsx2csv = out.getvalue().splitlines()[1].split(",")[0]
by_openpyxl = openpyxl.load_workbook("guided.xlsx").active["A2"].value
by_calamine = CalamineWorkbook.from_path("guided.xlsx").get_sheet_by_index(0).to_python()[1][0]
print(f"DuckDB {duckdb.__version__}: {by_duckdb}; xlsx2csv {version('xlsx2csv')}: {by_xlsx2csv}")
print(f"openpyxl {version('openpyxl')}: {by_openpyxl}; python-calamine {version('python-calamine')}: {by_calamine}")
assert by_duckdb == by_xlsx2csv == NAME + GUIDE, "the behaviour has changed"
assert by_openpyxl == by_calamine == NAME
PYTHON
