"""The runbook: it has an entry for whatever sends people there, and its commands do what they are for."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path
from typing import Any

import pytest
import typer

import monitoring
from flows.cli import app
from flows.exit_status import ExitStatus
from monitoring.news import TROUBLE
from tests.flows.conftest import LIAOCHENG

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "runbook.md").read_text(encoding="utf-8")
HEADINGS = re.findall(r"^#{2,4} (.+)$", PAGE, re.MULTILINE)
CODE = re.compile(r"`((?:\.venv/bin/)?gongkai [^`]+)`|^ {4}((?:\.venv/bin/)?gongkai .+)$", re.MULTILINE)
COMMANDS = sorted({(inline or block).split("gongkai ", 1)[1] for inline, block in CODE.findall(PAGE)})
ASKING = {"run", "crawl", "backfill", "serve", "dashboard", "new-source"}
"""Commands that ask portals, or stay: their words are read, and they are not started."""


def alert_codes() -> set[str]:
    """Codes of alerts in the sources of `monitoring`, and of whoever else makes one."""
    files = [*Path(monitoring.__file__).parent.glob("*.py"), *(ROOT / "flows").rglob("*.py")]
    texts = (file.read_text(encoding="utf-8") for file in files)
    return {code for text in texts for code in re.findall(r'\bAlert\(\s*"([^"]+)"', text)}


def test_every_alert_has_an_entry() -> None:
    assert len(alert_codes()) >= 7
    assert alert_codes() - set(HEADINGS) == set()


def test_every_state_of_a_portal_in_trouble_has_an_entry() -> None:
    assert {f"portal-{state}" for state in TROUBLE} - set(HEADINGS) == set()


def test_every_exit_status_has_an_entry_and_a_line_of_the_table() -> None:
    numbers = {int(found.group()) for heading in HEADINGS if (found := re.match(r"\d+", heading))}
    assert numbers == {int(status) for status in ExitStatus} - {0}
    assert {int(row) for row in re.findall(r"^\| (\d+) \|", PAGE, re.MULTILINE)} == numbers


def test_every_link_within_the_page_leads_to_a_heading() -> None:
    anchors = {re.sub(r"[^\w\- ]", "", heading).lower().replace(" ", "-") for heading in HEADINGS}
    assert set(re.findall(r"\]\(#([^)]+)\)", PAGE)) - anchors == set()


@pytest.mark.parametrize("entry", [heading for heading in HEADINGS if re.match(r"\d|[a-z]+-[a-z]+$", heading)])
def test_an_entry_says_what_it_means_and_what_mends_it(entry: str) -> None:
    text = PAGE.split(f"### {entry}\n", 1)[1].split("\n##", 1)[0]
    assert "- **Means**: " in text and "- **Mend**: " in text


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, imported: Path) -> Path:
    """A copy of the imported home that the commands may change."""
    copy = tmp_path_factory.mktemp("runbook") / "home"
    shutil.copytree(imported, copy, symlinks=True)
    return copy


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_runbook_works(
    gongkai: Any, home: Path, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GONGKAI_MIN_FREE_MB", "0")
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    words = [LIAOCHENG if word == "CODE" else word for word in shlex.split(command, comments=True)]
    if words[0] in ASKING:
        known = typer.main.get_command(app)
        known.commands[words[0]].make_context(words[0], words[1:])  # type: ignore[attr-defined]
        return
    outcome = gongkai(*words, home=home)
    # what status says of this machine is not the runbook's: it ends with 1 if a line is broken
    is_told = words[0] == "status" and "versions" in outcome.out
    assert is_told or outcome.status == ExitStatus.GOOD, outcome.out + outcome.err
