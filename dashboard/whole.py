"""Whole numbers in addresses: of a few digits, so that no number is more than a question or Python takes."""

from __future__ import annotations

import re

from starlette.convertors import Convertor, register_url_convertor

_WHOLE = re.compile("[0-9]{1,9}")


def whole(text: str) -> int | None:
    """``"12"`` is 12; None for whatever is no number from 0 to 999,999,999, and for one written with more digits than that."""
    return int(text) if _WHOLE.fullmatch(text) else None


class Whole(Convertor[int]):
    """A part of a path; an address with a longer number leads nowhere."""

    regex = _WHOLE.pattern

    def convert(self, value: str) -> int:
        return int(value)

    def to_string(self, value: int) -> str:
        return str(value)


register_url_convertor("whole", Whole())
