#!/bin/sh
# Word keeps text that was moved with tracked changes at both places, marked as left (w:moveFrom) and as arrived (w:moveTo).
# docx2python gives it twice, python-docx not at all: a number that a report states once is counted twice or never.
# Instead: walk the XML, and take w:moveTo and w:ins, leave w:moveFrom and w:del.
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


BY = 'w:author="a" w:date="2024-01-01T00:00:00Z"'
said = "<w:r><w:t>Received: 11</w:t></w:r>"
save(
    f'<w:p><w:moveFromRangeStart w:id="1" w:name="m" {BY}/><w:moveFrom w:id="2" {BY}>{said}</w:moveFrom>'
    '<w:moveFromRangeEnd w:id="1"/></w:p><w:p><w:r><w:t>Granted: 6</w:t></w:r></w:p>'
    f'<w:p><w:moveToRangeStart w:id="3" w:name="m" {BY}/><w:moveTo w:id="4" {BY}>{said}</w:moveTo>'
    '<w:moveToRangeEnd w:id="3"/></w:p>'
)
by_python_docx = [paragraph.text for paragraph in docx.Document("report.docx").paragraphs]
by_docx2python = docx2python("report.docx").text.split("\n\n")
print(f"python-docx {version('python-docx')}: {by_python_docx}")
print(f"docx2python {version('docx2python')}: {by_docx2python}")
assert by_python_docx == ["", "Granted: 6", ""], "the behaviour has changed"
assert by_docx2python == ["Received: 11", "Granted: 6", "Received: 11"], "the behaviour has changed"
PYTHON
