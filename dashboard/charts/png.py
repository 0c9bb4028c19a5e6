"""An SVG as PNG, drawn by resvg with the machine's own fonts."""

from __future__ import annotations

import shutil
import subprocess
from functools import cache

import resvg_py


def from_svg(svg: str) -> bytes:
    """PNG in the SVG's own size."""
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, sans_serif_family=_family(), background="#ffffff"))


@cache
def _family() -> str | None:
    """The font that this machine shows Chinese in: resvg looks for no other one if the first lacks a sign."""
    program = shutil.which("fc-match")
    if program is None:
        return None
    found = subprocess.run([program, "-f", "%{family[0]}", "sans:lang=zh"], capture_output=True, text=True, check=False)  # noqa: S603
    return found.stdout.strip() or None
