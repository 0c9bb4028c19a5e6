"""The table that a practice night ends with: a row a bureau and year, never broken, Liaocheng 2023 first; and the last lines."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from lookup.show import print_lines
from lookup.year_over_year import closing_lines, print_year_over_year
from tests.flows.conftest import LIAOCHENG, PANYU, XIANGSHAN

PLACES = ("Liaocheng", "Xiangshan District", "Panyu District")
LIAOCHENG_2023 = {
    60: "Liaocheng 2023 11 -26.7",
    80: "Liaocheng 2023 11 -26.7 -26.7 cannot_tell",
    140: "聊城市人力资源和社会保障局 Liaocheng 2023 11 15 stated_change -26.7 -26.7",
}
CONTROL_CODE = "\x1b"


def rows(home: Path, width: int) -> list[str]:
    """The lines below the title, the header and the rule."""
    out = io.StringIO()
    print_year_over_year(home, (XIANGSHAN, LIAOCHENG, PANYU), Console(file=out, width=width))
    lines = out.getvalue().splitlines()
    rule = next(index for index, line in enumerate(lines) if set(line) == {"─"})
    return [line for line in lines[rule + 1 :] if line.strip()]


@pytest.mark.parametrize("width", LIAOCHENG_2023)
def test_a_bureau_and_year_is_one_row_of_a_terminal(imported: Path, width: int) -> None:
    shown = rows(imported, width)
    assert [next(place for place in PLACES if place in row) for row in shown] == list(PLACES)
    assert max(map(cell_len, shown)) <= width


@pytest.mark.parametrize(("width", "start"), LIAOCHENG_2023.items())
def test_liaocheng_2023_stands_first_with_its_fall_by_26_7_percent(imported: Path, width: int, start: str) -> None:
    assert " ".join(rows(imported, width)[0].split()).startswith(start)


def test_no_number_is_cut_in_a_terminal_that_is_too_narrow(imported: Path) -> None:
    assert rows(imported, 30) == rows(imported, 60)


def test_a_pipe_gets_the_widest_table_without_control_codes(
    imported: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    print_year_over_year(imported, (LIAOCHENG,))
    said = capsys.readouterr().out
    assert "聊城市人力资源和社会保障局" in said and "-26.7" in said
    assert CONTROL_CODE not in said


def test_a_night_ends_with_what_is_wrong_where_the_release_is_and_how_to_open_it(imported: Path) -> None:
    wrong, release, asked, pages = closing_lines(imported, is_practice=True)
    assert re.fullmatch("wrong    1 report with sums that fail, 0 documents unpublished, [1-9] findings", wrong)
    assert release.startswith(f"release  {imported / 'releases' / 'current'}")
    assert "sql --practice" in asked
    assert pages == "pages    .venv/bin/gongkai dashboard --practice"
    assert closing_lines(imported, is_practice=False)[-1] == "pages    gongkai dashboard"


def test_a_long_line_is_broken_beside_its_label_and_only_in_a_terminal() -> None:
    line = f"crawl    {'words ' * 20}".strip()
    terminal, pipe = io.StringIO(), io.StringIO()
    print_lines(Console(file=terminal, width=80, force_terminal=True), [line])
    print_lines(Console(file=pipe, width=80), [line])
    first, *others = terminal.getvalue().splitlines()
    assert (
        first.startswith("crawl    words") and others and all(other.startswith(" " * 9 + "words") for other in others)
    )
    assert pipe.getvalue() == line + "\n"
