"""Small sheets of paper for the readers by OCR: a ruled table of Chinese labels and numbers, and ways to lay it down."""

from __future__ import annotations

import io
from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont
from writer.formats.pdf import FONT_FILE

from parsing.blocks import Content
from parsing.readers.ocr import read_image

Pixels = NDArray[np.uint8]

ROWS = (
    ("行政许可决定数量", "12", "0", "345"),
    ("行政处罚决定数量", "7", "6", "1"),
    ("行政强制决定数量", "0", "28", "9"),
)
_LEFT, _TOP, _LABEL, _WIDTH, _HEIGHT = 120, 400, 420, 200, 60


def font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONT_FILE), size)


def sheet(
    rows: Sequence[Sequence[str]] = ROWS,
    *,
    title: str = "",
    grey: int = 0,
    thick: int = 3,
    close: bool = False,
    is_open_below: bool = False,
    inset: int = 0,
) -> Pixels:
    """An A4 page at 200 dots an inch; ``close``: numbers begin right beside their border; ``inset``: pixels to a second rule."""
    image = Image.new("L", (1654, 2339), 255)
    pen = ImageDraw.Draw(image)
    for line, part in enumerate((title[:14], title[14:])):
        pen.text((150, 120 + 110 * line), part, font=font(80), stroke_width=3)
    for number, row in enumerate(rows):
        top = _TOP + number * _HEIGHT
        left = _LEFT
        for column, text in enumerate(row):
            width = _WIDTH if column else _LABEL
            pen.rectangle((left, top, left + width, top + _HEIGHT), outline=grey, width=thick)
            if inset:
                inner = (left + inset, top + inset, left + width - inset, top + _HEIGHT - inset)
                pen.rectangle(inner, outline=grey, width=thick)
            start = 12 if not column else thick + 3 if close else 80
            pen.text((left + start, top + 14), text, font=font(28))
            left += width
    if is_open_below:
        bottom = _TOP + len(rows) * _HEIGHT
        pen.rectangle((_LEFT - 5, bottom - thick - 2, 1600, bottom + 5), fill=255)
    return np.asarray(image)


def written(page: Pixels, at: tuple[int, int], text: str) -> Pixels:
    """The page with a line of text whose upper left corner is ``at``."""
    image = Image.fromarray(page)
    ImageDraw.Draw(image).text(at, text, font=font(28))
    return np.asarray(image)


def bent(page: Pixels, depth: float) -> Pixels:
    """The page sagging by ``depth`` pixels in its middle."""
    across, down = np.meshgrid(np.arange(page.shape[1], dtype=np.float32), np.arange(page.shape[0], dtype=np.float32))
    lower = depth * np.sin(np.pi * across / page.shape[1])
    moved = cv2.remap(page, across, down + lower.astype(np.float32), cv2.INTER_CUBIC, borderValue=(255,))
    return np.asarray(moved, dtype=np.uint8)


def png(page: Pixels) -> bytes:
    target = io.BytesIO()
    Image.fromarray(page).save(target, "PNG")
    return target.getvalue()


def content(page: Pixels) -> Content:
    return read_image(png(page))


def cells(page: Pixels) -> list[tuple[str, ...]]:
    [table] = content(page).tables()
    return [tuple(cell.text for cell in row) for row in table.rows]
