"""What a run tells on its way: to a terminal that can be drawn again, and to nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from typing import Any

import pytest

from flows.cli.bars import stage_bars
from flows.progress import is_watched, tell, watched_by
from flows.steps import _followed

END = "all was written"


def test_a_terminal_shows_a_bar_for_each_stage(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "80")
    ours, theirs = os.openpty()
    with open(theirs, "w", encoding="utf-8") as terminal:  # noqa: PTH123  a descriptor has no path
        monkeypatch.setattr(sys, "stderr", terminal)
        with stage_bars():
            assert is_watched()
            tell("asking bureaus", 12, 28, "140 documents")
            tell("building models", 3, 332)
        terminal.write(END)
        terminal.flush()
        # One read gives what the terminal has passed on so far, which may be its first control sequence.
        output = b""
        while END.encode() not in output:
            output += os.read(ours, 100_000)
    os.close(ours)
    drawn = output.decode()
    assert "asking bureaus" in drawn and "12/28, 140 documents" in drawn
    assert "building models" in drawn and "3/332" in drawn


@pytest.mark.parametrize("forced", [False, True])
def test_a_pipe_is_told_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], forced: bool
) -> None:
    if forced:
        monkeypatch.setenv("FORCE_COLOR", "1")
    with stage_bars():
        assert not is_watched()
        tell("asking bureaus", 1, 2)
    assert capsys.readouterr() == ("", "")


CRAWLER = """
import sys, time
print('{"asked": 1, "bureaus": 2, "documents": 5}', flush=True)
print("a warning", file=sys.stderr)
time.sleep(float(sys.argv[1]))
print(sys.argv[1:])
"""


def test_what_a_crawler_says_is_told_and_its_warnings_pass_by(capsys: pytest.CaptureFixture[str]) -> None:
    told: list[Any] = []
    with watched_by(lambda *facts: told.append(facts)):
        assert _followed([sys.executable, "-c", CRAWLER, "0"]) == (0, "['0']")
    assert told == [("asking bureaus", 0, None, ""), ("asking bureaus", 1, 2, "5 documents")]
    assert capsys.readouterr().err == "a warning\n"


def test_the_warnings_of_a_crawler_that_nobody_watches_are_its_own(capfd: pytest.CaptureFixture[str]) -> None:
    assert _followed([sys.executable, "-c", CRAWLER, "0"]) == (0, "['0']")
    assert capfd.readouterr().err == "a warning\n"


def test_a_crawler_ends_with_the_run_that_started_it(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[subprocess.Popen[str]] = []
    popen = subprocess.Popen

    def remembered(*arguments: Any, **options: Any) -> subprocess.Popen[str]:
        started.append(popen(*arguments, **options))
        return started[0]

    def interrupted(_: Any, done: int, *__: Any) -> None:
        if done:
            raise KeyboardInterrupt

    monkeypatch.setattr(subprocess, "Popen", remembered)
    begun = time.monotonic()
    with watched_by(interrupted), pytest.raises(KeyboardInterrupt):
        _followed([sys.executable, "-c", CRAWLER, "60"])
    assert started[0].poll() is not None and time.monotonic() - begun < 30
