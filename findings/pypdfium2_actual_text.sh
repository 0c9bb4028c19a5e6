#!/bin/sh
# A PDF may carry a replacement text (ActualText) for what it draws, and pdfium gives the replacement: here a person
# sees 15 on the page, and the program that reads the page gets 11, without a sign of it. Officials see the drawn number
# when they check a report before it is published. pdfplumber gives what is drawn.
# Instead: read the drawn glyphs as well (pdfplumber, or OCR of the page), and doubt a number in which the two differ.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check pypdfium2==5.15.2 pdfplumber==0.11.10
venv/bin/python - <<'PYTHON'
import io
from importlib.metadata import version

import pdfplumber
import pypdfium2

DRAWN, SAID = "15", "11"


def page(content: bytes) -> bytes:
    """A PDF of one page with this content."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 100]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    file, offsets = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return file + table + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(file)


marked = f"BT /F 20 Tf 20 40 Td (Received ) Tj /Span <</ActualText ({SAID})>> BDC ({DRAWN}) Tj EMC ET"
file = page(marked.encode())
text = pypdfium2.PdfDocument(file)[0].get_textpage().get_text_range().strip()
with pdfplumber.open(io.BytesIO(file)) as document:
    drawn = document.pages[0].extract_text().strip()
print(f"pypdfium2 {version('pypdfium2')}: {text!r}; pdfplumber {version('pdfplumber')}: {drawn!r}")
assert text == f"Received {SAID}" and drawn == f"Received {DRAWN}", "the behaviour has changed"
PYTHON
