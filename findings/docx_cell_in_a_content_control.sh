#!/bin/sh
# A form to fill in has content controls, and a control may hold a whole cell of a table. python-docx leaves such a cell out
# of its row, so that the next number moves into its column; docx2python makes three tables of the one. Neither says so.
# Instead: walk the XML of the row and take every w:tc below it, those in w:sdt/w:sdtContent included.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check docx2python==3.7.1 python-docx==1.2.0
venv/bin/python - <<'PYTHON'
import zipfile
from importlib.metadata import version

import docx
from docx2python import docx2python

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def save(body: str) -> None:
    with zipfile.ZipFile("report.docx", "w") as file:
        file.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels"'
            ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{MAIN}"/></Types>',
        )
        file.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{PACKAGE}/relationships">'
            f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        )
        file.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{WORD}" xmlns:r="{OFFICE}"><w:body>{body}<w:sectPr/></w:body></w:document>',
        )


def cell(text: str) -> str:
    return f"<w:tc><w:tcPr/><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"


GRID = "<w:tblPr/><w:tblGrid><w:gridCol/><w:gridCol/><w:gridCol/></w:tblGrid>"
control = f"<w:sdt><w:sdtContent>{cell('11')}</w:sdtContent></w:sdt>"
rows = (cell("Received") + control + cell("12"), cell("Granted") + cell("6") + cell("7"))
save(f"<w:tbl>{GRID}{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl><w:p/>")

(table,) = docx.Document("report.docx").tables
by_python_docx = [[cell.text for cell in row.cells] for row in table.rows]
by_docx2python = [[[" ".join(cell) for cell in row] for row in rows] for rows in docx2python("report.docx").body[:-1]]
print(f"python-docx {version('python-docx')}: {by_python_docx}")
print(f"docx2python {version('docx2python')}: {len(by_docx2python)} tables {by_docx2python}")
assert by_python_docx == [["Received", "12"], ["Granted", "6", "7"]], "the behaviour has changed"
assert by_docx2python == [[["Received"]], [["11"]], [["12"], ["Granted", "6", "7"]]], "the behaviour has changed"
PYTHON
