#!/bin/sh
# A page that was scanned lying on its head or on its side is read by rapidocr word for word and with full confidence, for
# each line is turned on its own, but from the last line to the first, and the result does not tell that it was so. A
# table read that way has every label and every number, in the wrong order.
# Instead: look whether known words (the labels of a form, the numbers of its sections) come in their order; if they come
# in the opposite one, turn the page and read it again.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check rapidocr==3.10.0 onnxruntime==1.32.0 pillow==13.0.0
venv/bin/python - <<'PYTHON'
from importlib.metadata import version

import numpy as np
from PIL import Image, ImageDraw, ImageFont
from rapidocr import RapidOCR

ROWS = ("Received 11", "Granted 6", "Refused 5", "Carried over 0")

page = Image.new("RGB", (900, 500), "white")
for number, row in enumerate(ROWS):
    ImageDraw.Draw(page).text((60, 60 + 100 * number), row, "black", font=ImageFont.load_default(40))
read = RapidOCR(params={"Global.log_level": "error"})
upright, upside_down = read(np.asarray(page)), read(np.asarray(page.rotate(180)))
print(f"rapidocr {version('rapidocr')}, upright: {upright.txts}")
print(f"upside down: {upside_down.txts}, confidence {min(upside_down.scores):.2f} and more")
assert upright.txts == ROWS and upside_down.txts == ROWS[::-1], "the behaviour has changed"
assert min(upside_down.scores) > 0.9
PYTHON
