"""Pixels to text: rapidocr with the models that its wheel carries, one engine a process, made when first needed.

Refuses to fetch a model: if the wheel lacks one, nothing is recognised and the reason is stated.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
import rapidocr
from numpy.typing import NDArray
from rapidocr.inference_engine.onnxruntime.main import ONNXRuntimeError

from parsing.blocks import ReadError
from parsing.readers.page_image import Pixels
from parsing.readers.ruled_lines import binarise

_THREADS = 1
"""More would wait for each other by spinning; more processes are the way to use more cores."""
_HEIGHT = 48
"""Pixels to which the recogniser brings every line."""
_BATCH, _BATCH_WIDTH = 24, 1200
"""Lines, and pixels of their width together, that are recognised at once: it needs 20 MB for a thousand pixels."""
_FOUND_AT = 0.445
"""Share of its size (89 dots an inch) at which a page is searched for text: type of 10 points is still 12 pixels tall."""
_LONGEST_SEARCHED = 8000
"""Pixels then: one picture of six pages has fewer, and no page of more pixels comes here."""
_DENSE, _SIGN_BOX, _AROUND = 0.12, (12, 8), 24
"""A box of a sign's size is print if so much of it is dark (of noise, a fiftieth is); pixels of paper kept above and below."""


class Text(NamedTuple):
    """``score`` is the mean certainty of the signs, 0 to 1."""

    text: str
    score: float


@cache
def _engine() -> rapidocr.RapidOCR:
    models = Path(rapidocr.__file__).parent / "models"
    paths = {part: sorted(models.glob(f"*_{part.lower()}_*.onnx")) for part in ("Det", "Rec")}
    if not all(paths.values()):
        raise ReadError("the installed rapidocr carries no models, so scans cannot be read")
    return rapidocr.RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.use_cls": False,
            "EngineConfig.onnxruntime.intra_op_num_threads": _THREADS,
            # The page comes at its size: what is left of one that is nearly all table must not be enlarged.
            "Global.max_side_len": _LONGEST_SEARCHED,
            "Det.limit_type": "max",
            "Det.limit_side_len": _LONGEST_SEARCHED,
            "Rec.rec_img_shape": [3, _HEIGHT, _HEIGHT],
            "Rec.rec_batch_num": _BATCH,
            **{f"{part}.model_path": str(found[-1]) for part, found in paths.items()},
        }
    )


def recognise(crops: Sequence[Pixels]) -> list[Text]:
    """The text of each crop, which holds one line; batches by shape, because the widest of a batch sets its cost."""
    order = sorted(range(len(crops)), key=lambda index: _ratio(crops[index]))
    found: dict[int, Text] = {}
    for batch in _batches(order, crops):
        with _failures_named():
            result = _engine().recognize_txt([cv2.cvtColor(crops[index], cv2.COLOR_GRAY2BGR) for index in batch])
        pairs = zip(result.txts or (), result.scores, strict=True)
        found.update((index, Text(text, float(score))) for index, (text, score) in zip(batch, pairs, strict=True))
    return [found[index] for index in range(len(crops))]


@contextmanager
def _failures_named() -> Iterator[None]:
    """Memory that the engine cannot have is a ``MemoryError``, any other failure of its own a ``ReadError``."""
    try:
        yield
    except ONNXRuntimeError as error:
        if "alloc" in str(error).lower():
            raise MemoryError from error
        raise ReadError("a page cannot be recognised") from error


def _ratio(crop: Pixels) -> float:
    return float(crop.shape[1] / crop.shape[0])


def _batches(order: Sequence[int], crops: Sequence[Pixels]) -> Iterator[list[int]]:
    """``order`` is by rising width, and every line of a batch costs as much as its widest."""
    batch: list[int] = []
    for index in order:
        width = max(_ratio(crops[index]), 1.0) * _HEIGHT
        if batch and (len(batch) >= _BATCH or width * (len(batch) + 1) > _BATCH_WIDTH):
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch


def find_text(grey: Pixels) -> list[NDArray[np.float32]]:
    """Corners (4 x 2, clockwise from the upper left) of each run of text, in reading order.

    Only the rows that show print are searched, as if they were the whole page: the cost is that of their number.
    """
    small = np.asarray(cv2.resize(grey, None, fx=_FOUND_AT, fy=_FOUND_AT, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    rows = _rows_of_print(small)
    if not rows.size:
        return []
    with _failures_named():
        result = _engine()(cv2.cvtColor(small[rows], cv2.COLOR_GRAY2BGR), use_det=True, use_cls=False, use_rec=False)
    boxes = getattr(result, "boxes", None)
    return [] if boxes is None else [_on_page(np.asarray(box, dtype=np.float32), rows) for box in boxes]


def _rows_of_print(small: Pixels) -> NDArray[np.intp]:
    """The rows in or close to which something as dense as a sign stands."""
    share = cv2.boxFilter(binarise(small), -1, _SIGN_BOX, borderType=cv2.BORDER_CONSTANT)
    printed = (share >= 255 * _DENSE).any(axis=1)
    return np.flatnonzero(np.convolve(printed, np.ones(2 * _AROUND + 1), "same"))


def _on_page(corners: NDArray[np.float32], rows: NDArray[np.intp]) -> NDArray[np.float32]:
    down = np.interp(corners[:, 1], np.arange(rows.size), rows)
    return np.asarray(np.stack([corners[:, 0], down], axis=1) / _FOUND_AT, dtype=np.float32)


def cut_out(grey: Pixels, corners: NDArray[np.float32]) -> Pixels:
    """The run of text between four corners, laid level."""
    width = max(int(np.linalg.norm(corners[1] - corners[0])), int(np.linalg.norm(corners[2] - corners[3])), 4)
    height = max(int(np.linalg.norm(corners[3] - corners[0])), int(np.linalg.norm(corners[2] - corners[1])), 4)
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(np.ascontiguousarray(corners), target)
    level = cv2.warpPerspective(grey, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255,))
    return np.asarray(level, dtype=np.uint8)
