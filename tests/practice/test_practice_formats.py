"""Files that carry a report: read again they hold its figures, and the same report gives the same bytes."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from parsing.document import parse
from practice.errors import PracticeError
from practice.invented import invented
from practice.portals import formats
from practice.portals.formats import FORMATS, Format
from practice.writers import font

REPORT = invented("hrss-330300").years[2022]
FILES = [format for format in FORMATS if format not in ("page", "scan")]


@pytest.mark.parametrize("file_format", FILES)
def test_a_file_is_read_as_the_report_it_carries(file_format: Format) -> None:
    (file,) = formats.files(REPORT.report, file_format)
    found = parse(file.write(), file.name).report
    assert (found.verdict, found.report_year) == ("verified", 2022)
    read = {(figure.section, figure.line, figure.column): figure.value for figure in found.figures if figure.value}
    assert read == {cell: Decimal(value) for cell, value in REPORT.figures.items()}
    assert file.name.endswith(f".{file.suffix}")


@pytest.mark.parametrize("file_format", FILES)
def test_the_same_report_gives_the_same_bytes(file_format: Format) -> None:
    (file,) = formats.files(REPORT.report, file_format)
    first = file.write()
    formats._written.cache_clear()
    assert file.write() == first


def test_a_missing_font_is_named_with_its_package(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(font, "USUAL_PLACES", (str(tmp_path / "none.ttc"),))
    monkeypatch.setattr(font.shutil, "which", lambda name: None)
    with pytest.raises(PracticeError, match="fonts-wqy-microhei"):
        font.find()
