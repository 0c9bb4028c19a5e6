#!/bin/sh
# A page of a PDF may be shown upside down or on its side (/Rotate 180, 270): somebody fed the sheet the wrong way round.
# pdfplumber then reads each line from its end: 1204 becomes 4021, which is as good a number, and of the page upside down each
# sign says that it is upright. On a page turned by 90 the same number comes out right. pdfium gives 1204 on all four.
# Instead: turn the page until most of its signs stand upright (the angle of a sign, FPDFText_GetCharAngle, and /Rotate tell),
# before anything is read by place.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check pdfplumber==0.11.10 pypdfium2==5.15.2 reportlab==5.1.0
venv/bin/python - <<'PYTHON'
import io
from importlib.metadata import version

import pdfplumber
import pypdfium2
from reportlab.pdfgen.canvas import Canvas


def page_turned(degrees):
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1)
    canvas.setPageRotation(degrees)
    canvas.drawString(72, 700, "1204")
    canvas.save()
    return buffer.getvalue()


seen = {}
for degrees in (0, 90, 180, 270):
    data = page_turned(degrees)
    page = pdfplumber.open(io.BytesIO(data)).pages[0]
    upright = {sign["upright"] for sign in page.chars}
    words = [word["text"] for word in page.extract_words()]
    pdfium = pypdfium2.PdfDocument(data)[0].get_textpage().get_text_range()
    seen[degrees] = (words, upright, pdfium)
    print(f"/Rotate {degrees}: pdfplumber {version('pdfplumber')} {words}, upright {upright}; pdfium {pdfium}")
assert seen == {
    0: (["1204"], {True}, "1204"),
    90: (["1204"], {False}, "1204"),
    180: (["4021"], {True}, "1204"),
    270: (["4021"], {False}, "1204"),
}, "the behaviour has changed"
PYTHON
