"""A whole report of known figures, written in a format, and how it is read."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from writer.compose import ordinary, write
from writer.report import Specimen
from writer.score import score

from parsing.document import parse


@pytest.fixture
def report() -> Callable[..., Specimen]:
    """``report(format, **changes)``: the official tables with every cell filled."""

    def made(format_name: str, seed: int = 7, **changes: str) -> Specimen:
        return write(ordinary(seed, format_name, **changes))

    return made


@pytest.fixture
def assert_read_whole() -> Callable[..., None]:
    """Every cell, agency, year and edition come back as printed, and the sums prove it."""

    def check(specimen: Specimen, data: bytes | None = None, reader: str | None = None) -> None:
        document = parse(data or specimen.data, "report")
        found = score(specimen, document)
        assert (found.verdict, found.wrong, found.heading) == ("verified", (), ()), document.error
        assert reader is None or document.source.reader == reader

    return check
