"""What paper, scanner and camera do to a page: turned, noised, stamped, faxed, photographed, laid on its side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

import cv2
import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

_RED = (215, 40, 45)
_PAINT = 170
"""How opaque (of 255) the ink of a seal is that lies on the print like paint."""
_FAX_GREY = 150
"""A fax makes every dot black or white."""


@dataclass(frozen=True, slots=True)
class Wear:
    dots_an_inch: int = 200
    turn_degrees: float = 0.0
    """Up to this far to either side."""
    noise: float = 0.0
    """Standard deviation of the brightness of a dot, of 255."""
    blur: float = 0.0
    quality: int = 85
    """JPEG quality inside a PDF or of a JPEG."""
    stamps: int = 0
    """Red seals of four centimetres anywhere on the sheet."""
    is_sealed_title: bool = False
    """One of the seals lies on the agency's name."""
    is_faxed: bool = False
    """One bit a dot."""
    curve: float = 0.0
    """The sheet's middle lies so much lower than its edges, as a share of its height."""
    tilt: float = 0.0
    """Corners are off by up to this share of the sheet, as the camera was not above its middle."""
    shade: float = 0.0
    """By how much one edge of the sheet is darker than the other."""
    quarters: int = 0
    """Quarter turns to the left in which the sheet was laid down."""


def worn(random: Random, page: Image.Image, wear: Wear) -> Image.Image:
    for number in range(wear.stamps):
        page = _stamped(random, page, is_on_title=wear.is_sealed_title and number == 0)
    if wear.turn_degrees:
        angle = random.uniform(-wear.turn_degrees, wear.turn_degrees)
        page = page.rotate(angle, Image.Resampling.BICUBIC, fillcolor="white")
    if wear.curve or wear.tilt:
        page = _photographed(random, page, wear)
    if wear.shade:
        page = _shaded(random, page, wear.shade)
    if wear.blur:
        page = page.filter(ImageFilter.GaussianBlur(wear.blur))
    if wear.noise:
        page = _grainy(random, page, wear.noise)
    if wear.is_faxed:
        page = page.convert("L").point(lambda grey: 255 * (grey > _FAX_GREY)).convert("1")
    return page.rotate(90 * wear.quarters, expand=True) if wear.quarters else page


def _grainy(random: Random, page: Image.Image, noise: float) -> Image.Image:
    dice = np.random.default_rng(random.randrange(2**32))
    dots = np.asarray(page, dtype=np.float32)
    grain = dice.normal(0, noise, dots.shape[:2])[..., None]
    return Image.fromarray(np.clip(dots + grain, 0, 255).astype(np.uint8))


def _stamped(random: Random, page: Image.Image, *, is_on_title: bool) -> Image.Image:
    """A red seal, by turns ink that darkens what it lies on, and paint that partly hides it."""
    radius = page.width // 10
    x = random.randint(radius, page.width - radius)
    y = random.randint(radius, page.height - radius)
    if is_on_title:
        x, y = page.width // 2, round(page.height * 0.07)
    shape = Image.new("L", page.size, 0)
    pen = ImageDraw.Draw(shape)
    pen.ellipse((x - radius, y - radius, x + radius, y + radius), outline=255, width=max(3, radius // 15))
    points = [
        (x + radius * 0.3 * np.sin(k * 4 * np.pi / 5), y - radius * 0.3 * np.cos(k * 4 * np.pi / 5)) for k in range(5)
    ]
    pen.polygon(points, fill=255)
    red = Image.new("RGB", page.size, _RED)
    if random.random() < 0.5:
        return Image.composite(ImageChops.multiply(page, red), page, shape)
    return Image.composite(red, page, shape.point(lambda share: share * _PAINT // 255))


def _photographed(random: Random, page: Image.Image, wear: Wear) -> Image.Image:
    """The sheet sags along its width and is seen from a corner."""
    dots = np.asarray(page)
    height, width = dots.shape[:2]
    across, down = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    sag = wear.curve * height * random.choice((-1, 1))
    lower = sag * np.sin(np.pi * (across / width * random.uniform(0.7, 1.0) + random.uniform(0, 0.2)))
    bent = cv2.remap(dots, across, down + lower.astype(np.float32), cv2.INTER_CUBIC, borderValue=(255,) * 3)
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    off = np.array([[random.uniform(0, wear.tilt) * side for side in (width, height)] for _ in range(4)], np.float32)
    seen = corners + off * np.sign(np.array([[1, 1], [-1, 1], [-1, -1], [1, -1]], np.float32))
    matrix = cv2.getPerspectiveTransform(corners, seen.astype(np.float32))
    return Image.fromarray(cv2.warpPerspective(bent, matrix, (width, height), borderValue=(255,) * 3))


def _shaded(random: Random, page: Image.Image, shade: float) -> Image.Image:
    """Light falls from one side."""
    dots = np.asarray(page, dtype=np.float32)
    ramp = np.linspace(1.0, 1.0 - shade, dots.shape[1], dtype=np.float32)[None, :, None]
    return Image.fromarray((dots * (ramp if random.random() < 0.5 else ramp[:, ::-1])).astype(np.uint8))


def one_below_the_other(pages: Sequence[Image.Image]) -> Image.Image:
    """All pages as one long picture, as phones and web editors make it."""
    whole = Image.new("RGB", (max(page.width for page in pages), sum(page.height for page in pages)), "white")
    top = 0
    for page in pages:
        whole.paste(page, (0, top))
        top += page.height
    return whole
