"""Which Chromium this machine has is known before a night, and is never held against a bureau."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from crawler.browser import installed
from crawler.browser.installed import look_for_chromium
from crawler.registry import dump, load


def program(folder: Path, script: str) -> Path:
    file = folder / "chromium"
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)
    return file


def test_a_chromium_that_says_its_version_can_be_used(tmp_path: Path) -> None:
    found = look_for_chromium(program(tmp_path, "echo Chromium 156.0.8078.108 built on Debian"))
    assert (found.version, found.lacking) == ("156.0.8078.108", None)


@pytest.mark.parametrize("script", ["exit 127", "echo no number", "echo 1.2; exit 1"])
def test_a_chromium_that_does_not_start_is_lacking(tmp_path: Path, script: str) -> None:
    found = look_for_chromium(program(tmp_path, script))
    assert found.lacking == "the Chromium of this machine does not start"


def test_what_is_lacking_names_no_path(tmp_path: Path) -> None:
    found = look_for_chromium(tmp_path / "nowhere" / "chromium")
    assert found.lacking and "/" not in found.lacking


def test_without_any_chromium_that_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installed, "executable", lambda named: None)
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))
    assert look_for_chromium().lacking == "this machine has no Chromium"


def test_playwrights_own_is_taken_if_it_is_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installed, "executable", lambda named: None)
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))
    package = Path(sys.modules["playwright"].__file__ or "").parent if "playwright" in sys.modules else None
    package = package or Path(installed.find_spec("playwright").origin).parent  # type: ignore[union-attr,arg-type]
    browsers = json.loads((package / "driver" / "package" / "browsers.json").read_text())["browsers"]
    revision = next(each["revision"] for each in browsers if each["name"] == "chromium")
    folder = tmp_path / f"chromium-{revision}" / "chrome-linux"
    folder.mkdir(parents=True)
    program(folder, "echo Chromium 9.8.7").rename(folder / "chrome")
    assert look_for_chromium().path is None
    (folder.parent / "INSTALLATION_COMPLETE").touch()
    assert look_for_chromium().version == "9.8.7"


def test_a_bureau_that_needs_a_browser_is_not_asked_without_one_and_nothing_is_held_against_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    portal = {"base_url": "http://127.0.0.1:9", "column": "/", "why_browser": "rows are made by a script"}
    bureau = replace(load()[0], platform="script", portal=portal, known_reports=())
    dump((bureau,), tmp_path / "registry.yaml")
    monkeypatch.setenv("GONGKAI_CHROMIUM", str(tmp_path / "nowhere"))
    run_id = "20250131T023000Z-0a1b"
    done = subprocess.run(
        [
            *(sys.executable, "-m", "crawler", "--home", str(tmp_path), "--run", run_id),
            *("--registry", str(tmp_path / "registry.yaml"), "--any-hour"),
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    summary = json.loads(done.stdout)
    assert summary["lacking"] == "the Chromium that the settings name is not there"
    assert summary["captures"] == 0 and summary["by_bureau"][bureau.bureau_code]["state"] == "postponed"
    (outcome,) = (tmp_path / "landing" / run_id / "outcomes.jsonl").read_text().splitlines()
    facts = json.loads(outcome)
    assert (facts["state"], facts["label"]) == ("postponed", "no_browser") and str(tmp_path) not in outcome
