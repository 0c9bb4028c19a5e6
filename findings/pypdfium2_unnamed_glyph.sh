#!/bin/sh
# A font of a PDF may draw a glyph and not say which character it is. pdfium then takes the glyph's number in the font for
# the character: what becomes of it depends on the order in which the signs were first used. Here the same sign comes out
# as a control character on one page and as nothing at all on two others. So a name loses a character and becomes another
# name, and nothing in the text says so.
# Instead: ask FPDFText_HasUnicodeMapError for each character, and show what has no name (U+FFFD) if it is as wide as one.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check pypdfium2==5.15.2 reportlab==5.1.0
venv/bin/python - <<'PYTHON'
import io
from importlib.metadata import version

import pypdfium2
from pypdfium2 import raw
from reportlab.pdfbase import pdfmetrics, ttfonts
from reportlab.pdfgen.canvas import Canvas

UNNAMED = "ø"
write_map = ttfonts.makeToUnicodeCMap


def without(name, subset):
    """The font's own list of characters but one; the format (PDF 1.7, 9.10.3) obliges nobody to list all."""
    lines = [line for line in write_map(name, subset).split("\n") if not line.endswith(f"<{ord(UNNAMED):04X}>")]
    return "\n".join(lines).replace(f"{len(subset)} beginbfchar", f"{len(subset) - 1} beginbfchar")


ttfonts.makeToUnicodeCMap = without
pdfmetrics.registerFont(ttfonts.TTFont("Vera", "Vera.ttf"))


def read(text):
    """What pdfium gives for a page with the text, and for how many of its characters it knows no name."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1)
    canvas.setFont("Vera", 12)
    canvas.drawString(72, 700, text)
    canvas.save()
    page = pypdfium2.PdfDocument(buffer.getvalue())[0].get_textpage()
    unnamed = sum(raw.FPDFText_HasUnicodeMapError(page, index) for index in range(page.count_chars()))
    return page.get_text_range(), unnamed


seen = [read(text) for text in ("øb", "åøb", "åäøb")]
print(f"pypdfium2 {version('pypdfium2')}: øb, åøb, åäøb give {seen}")
assert seen == [("\x01b", 1), ("åb", 1), ("åäb", 1)], "the behaviour has changed"
PYTHON
