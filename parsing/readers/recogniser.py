"""Pixels to text: rapidocr with the models that its wheel carries, one engine a process, made when first needed.

Refuses to fetch a model: where the wheel lacks one, nothing is recognised and the reason is said.
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

_THREADS = 1
"""More would wait for each other by spinning; more processes are the way to use more cores."""
_HEIGHT = 48
"""Pixels to which the recogniser brings every line."""
_BATCH, _BATCH_WIDTH = 24, 1200
"""Lines, and pixels of their width together, that are recognised at once: it needs 20 MB for a thousand pixels."""
_DETECTED_SIDE = 1000
"""Pixels of the longer side at which text is looked for: type of 10 points is still 12 pixels tall."""


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
        with _failures_told():
            result = _engine().recognize_txt([cv2.cvtColor(crops[index], cv2.COLOR_GRAY2BGR) for index in batch])
        pairs = zip(result.txts or (), result.scores, strict=True)
        found.update((index, Text(text, float(score))) for index, (text, score) in zip(batch, pairs, strict=True))
    return [found[index] for index in range(len(crops))]


@contextmanager
def _failures_told() -> Iterator[None]:
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
    """Corners (4 x 2, clockwise from the upper left) of each run of text, in reading order."""
    scale = min(_DETECTED_SIDE / max(grey.shape), 1.0)
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    with _failures_told():
        result = _engine()(cv2.cvtColor(small, cv2.COLOR_GRAY2BGR), use_det=True, use_cls=False, use_rec=False)
    boxes = getattr(result, "boxes", None)
    return [] if boxes is None else [np.asarray(box, dtype=np.float32) / np.float32(scale) for box in boxes]


def cut_out(grey: Pixels, corners: NDArray[np.float32]) -> Pixels:
    """The run of text between four corners, laid level."""
    width = max(int(np.linalg.norm(corners[1] - corners[0])), int(np.linalg.norm(corners[2] - corners[3])), 4)
    height = max(int(np.linalg.norm(corners[3] - corners[0])), int(np.linalg.norm(corners[2] - corners[1])), 4)
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(np.ascontiguousarray(corners), target)
    level = cv2.warpPerspective(grey, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255,))
    return np.asarray(level, dtype=np.uint8)
