"""Where something stands on a page of a PDF as it is seen: pages are turned and cut, and their points count upwards."""

from __future__ import annotations

from collections.abc import Callable

import pypdfium2 as pdfium

Point = tuple[float, float]


def to_shown(page: pdfium.PdfPage) -> Callable[[float, float], Point]:
    """From the page's own points, upwards from a corner of its own, to points from the upper left as it is seen."""
    left, bottom, right, top = page.get_cropbox()
    turned: dict[int, Callable[[float, float], Point]] = {
        0: lambda x, y: (x - left, top - y),
        90: lambda x, y: (y - bottom, x - left),
        180: lambda x, y: (right - x, y - bottom),
        270: lambda x, y: (top - y, right - x),
    }
    return turned[page.get_rotation()]
