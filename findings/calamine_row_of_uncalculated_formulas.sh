#!/bin/sh
# A total row whose formulas no program has calculated yet (no cached value, as openpyxl writes them) is not an empty row
# in the answer of python-calamine: it is left out, if it is the last one, and the height of the sheet does not count it.
# A table of an official report then ends before its totals, and nobody can tell that there were any.
# Instead: read the extent of the sheet from its XML (the cells are there, with <f> and without <v>), and take the cells
# of such a row as unread, not as absent.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check python-calamine==0.9.1 openpyxl==3.1.5
venv/bin/python - <<'PYTHON'
from importlib.metadata import version

import openpyxl
from python_calamine import CalamineWorkbook

book = openpyxl.Workbook()
for row in (["3", 3], ["4", 4], ['="total"', "=SUM(B1:B2)"]):
    book.active.append(row)
book.save("totals.xlsx")

written = openpyxl.load_workbook("totals.xlsx").active
sheet = CalamineWorkbook.from_path("totals.xlsx").get_sheet_by_index(0)
read = sheet.to_python()
print(f"openpyxl {version('openpyxl')} holds {written.max_row} rows, the last: {[cell.value for cell in written[3]]}")
print(f"python-calamine {version('python-calamine')} gives {len(read)} rows, height {sheet.height}: {read}")
assert written.max_row == 3
assert (len(read), sheet.height) == (2, 2), "the behaviour has changed"
PYTHON
