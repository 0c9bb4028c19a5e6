"""docs/dashboards.md: what it says of other tools runs as it stands, as far as what it needs is installed here."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest

PAGE = Path(__file__).resolve().parents[2] / "docs" / "dashboards.md"
SECTION = re.compile(r"^## (.+?)\n(.+?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
BLOCK = re.compile(r"^```python\n(.+?)^```", re.MULTILINE | re.DOTALL)
INSTALLED = ("Python", "Arrow")
"""Sections whose tools this project needs itself; the others are read, and were run by hand with the versions that the page names."""


def blocks() -> list[tuple[str, str]]:
    """Section and program."""
    text = PAGE.read_text(encoding="utf-8")
    return [(section, block) for section, body in SECTION.findall(text) for block in BLOCK.findall(body)]


@pytest.fixture
def beside_data(imported: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder holds ``data``, as the page asks for."""
    (tmp_path / "data").symlink_to(imported)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(("section", "program"), [block for block in blocks() if block[0] in INSTALLED])
def test_a_program_of_the_page_runs_on_a_release(
    beside_data: Path, capfd: pytest.CaptureFixture[str], section: str, program: str
) -> None:
    file = beside_data / "program.py"
    file.write_text(program, encoding="utf-8")
    runpy.run_path(str(file))
    said = capfd.readouterr().out
    assert "-26.7" in said if "change_pct" in program else said == "110000\n", section


@pytest.mark.parametrize(("section", "program"), blocks())
def test_every_program_of_the_page_is_python(section: str, program: str) -> None:
    compile(program, section, "exec")


def test_every_tool_says_whether_it_was_run() -> None:
    text = PAGE.read_text(encoding="utf-8")
    rows = re.findall(r"^\| \[.+\| (.+) \|$", text, re.MULTILINE)
    assert len(rows) == 11
    assert all(re.search(r"\d\.\d", row) or "**not run**" in row for row in rows)
    linked = re.findall(r"\]\(#([a-z-]+)\)", text)
    assert set(linked) == {section.lower().replace(" ", "-") for section, _ in SECTION.findall(text)}
