"""Where the Chinese font of the PDF reports is."""

from __future__ import annotations

import shutil
import subprocess
from functools import cache
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from practice.errors import PracticeError

FAMILY = "WenQuanYi Micro Hei"
PACKAGE = "fonts-wqy-microhei"
USUAL_PLACES = (
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
    "/usr/share/fonts/wqy-microhei/wqy-microhei.ttc",
    "/usr/local/share/fonts/wqy-microhei.ttc",
)


def find() -> Path:
    """The font file; raises `PracticeError` naming the Debian package if there is none."""
    for place in map(Path, USUAL_PLACES):
        if place.is_file():
            return place
    for place in _known_to_fontconfig():
        if place.is_file() and place.suffix == ".ttc":
            return place
    raise PracticeError(f"the practice PDF reports need the font {FAMILY}: install the Debian package {PACKAGE}")


def _known_to_fontconfig() -> list[Path]:
    command = shutil.which("fc-list")
    if command is None:
        return []
    listed = subprocess.run(  # noqa: S603 - fixed arguments
        [command, f":family={FAMILY}", "file"], capture_output=True, text=True, check=False
    )
    return [Path(line.rstrip(": ")) for line in sorted(listed.stdout.splitlines())]


@cache
def register() -> str:
    """Make the font known to reportlab, once; returns the name to use."""
    try:
        pdfmetrics.registerFont(TTFont("practice-hei", str(find()), subfontIndex=0))
    except TTFError as error:
        raise PracticeError(f"the font {find()} cannot be used: reinstall the Debian package {PACKAGE}") from error
    return "practice-hei"
