#!/bin/sh
# Number formats 27 to 36 and 50 to 58 have no entry in an .xlsx file: what they mean depends on the language of the
# Office that opens it. In a Chinese one 31, 57 and 58 are dates. python-calamine gives dates for them, openpyxl (and
# pandas with its default) the serial number, so that the same cell of an official table is 2024-01-01 or a count of 45292.
# Instead: treat a number in a cell of these formats as doubtful unless its column is one of dates, whichever library
# reads it.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check python-calamine==0.9.1 openpyxl==3.1.5
venv/bin/python - <<'PYTHON'
import re
import zipfile
from datetime import date
from importlib.metadata import version

import openpyxl
from python_calamine import CalamineWorkbook

FORMATS = ("31", "57", "58")

book = openpyxl.Workbook()
for column, _ in enumerate(FORMATS, 1):
    book.active.cell(1, column, 45292).number_format = "0." + "0" * (2 + column)  # placeholders, one format each
book.save("placeholders.xlsx")
with zipfile.ZipFile("placeholders.xlsx") as source, zipfile.ZipFile("dates.xlsx", "w") as target:
    for name in source.namelist():
        part = source.read(name)
        if name == "xl/styles.xml":
            styles = re.sub(r"<numFmts.*?</numFmts>", "", part.decode())
            for own, built_in in zip(("164", "165", "166"), FORMATS, strict=True):
                styles = styles.replace(f'numFmtId="{own}"', f'numFmtId="{built_in}"')
            part = styles.encode()
        target.writestr(name, part)

(calamine,) = CalamineWorkbook.from_path("dates.xlsx").get_sheet_by_index(0).to_python()
serials = [cell.value for cell in openpyxl.load_workbook("dates.xlsx").active[1]]
print(f"python-calamine {version('python-calamine')}: {calamine}")
print(f"openpyxl {version('openpyxl')}: {serials}")
assert calamine == [date(2024, 1, 1)] * 3 and serials == [45292] * 3, "the behaviour has changed"
PYTHON
