"""The command line in this process, and reports with known figures to give it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from flows.cli import main
from practice.publishers import publisher
from practice.writers import html, pdf, word
from tests.warehouse.replay import marts_builder, replaying

LIAOCHENG, XIANGSHAN, PANYU = "hrss-371500", "hrss-340603", "hrss-440113"


@dataclass(frozen=True)
class Outcome:
    status: int
    out: str
    err: str


Gongkai = Callable[..., Outcome]


@pytest.fixture
def gongkai(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Gongkai:
    """Calls ``gongkai`` with arguments; its home is a fresh folder unless ``home`` names one. Marts are replayed."""
    monkeypatch.setattr("warehouse.release.build_marts", marts_builder(tmp_path_factory))

    def call(*arguments: object, home: Path | None = None) -> Outcome:
        monkeypatch.setenv("GONGKAI_HOME", str(home or tmp_path / "home"))
        monkeypatch.setattr(sys, "argv", ["gongkai", *map(str, arguments)])
        try:
            main()
            status = 0
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else int(end.code is not None)
        said = capsys.readouterr()
        return Outcome(status, said.out, said.err)

    return call


def report_file(folder: Path, bureau_code: str, year: int, suffix: str) -> Path:
    """A report of the practice bureaus as a file of its own."""
    report = publisher(bureau_code).years[year].report
    writers: dict[str, Callable[[], bytes]] = {
        ".html": lambda: html.fragment(report, with_title=True).encode(),
        ".docx": lambda: word.document(report),
        ".pdf": lambda: pdf.document(report),
    }
    file = folder / f"{bureau_code}-{year}{suffix}"
    file.write_bytes(writers[suffix]())
    return file


@pytest.fixture(scope="session")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with one report in each of three formats; Liaocheng 2023 does not add up in itself."""
    folder = tmp_path_factory.mktemp("reports")
    report_file(folder, LIAOCHENG, 2023, ".html")
    report_file(folder, XIANGSHAN, 2020, ".docx")
    report_file(folder, PANYU, 2023, ".pdf")
    yield folder


@pytest.fixture(scope="session")
def imported(tmp_path_factory: pytest.TempPathFactory, reports: Path) -> Path:
    """A home into which the three reports were imported; nobody adds to it."""
    home = tmp_path_factory.mktemp("home")
    with replaying(tmp_path_factory):
        landed(home, reports)
    return home


def landed(home: Path, folder: Path, **options: bool) -> None:
    """Import every file of ``folder`` into ``home`` and release."""
    from crawler.imports import land
    from crawler.local_files import local_files
    from flows.night import finish
    from store.lock import writing
    from store.run_id import new_run_id

    run_id = new_run_id()
    with writing(home):
        land(home, run_id, local_files([folder]))
        assert finish(home, run_id, None, **options).release.status == "released"
