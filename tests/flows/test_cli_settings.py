"""``gongkai config`` shows what holds and where it comes from; ``--version`` says which program it is."""

from __future__ import annotations

import json
from importlib.metadata import version
from pathlib import Path
from typing import Any


def test_every_setting_is_shown_with_its_source(gongkai: Any, tmp_path: Path) -> None:
    (tmp_path / "gongkai.toml").write_text('contact = "data@example.org"\nsmtp_password = "hunter2"', encoding="utf-8")
    answer = gongkai("config", home=tmp_path)
    assert f"contact = data@example.org   [{tmp_path / 'gongkai.toml'}]" in answer.out
    assert "hunter2" not in answer.out + answer.err
    records = json.loads(gongkai("config", "--json", home=tmp_path).out)
    assert {"name": "home", "value": str(tmp_path), "source": "GONGKAI_HOME"}.items() <= records[0].items()


def test_a_setting_that_is_none_is_one_line(gongkai: Any, tmp_path: Path) -> None:
    (tmp_path / "gongkai.toml").write_text("colour = 'red'", encoding="utf-8")
    answer = gongkai("config", home=tmp_path)
    assert (answer.status, answer.err.count("\n")) == (1, 1)
    assert "there is no setting colour" in answer.err


def test_the_version_is_the_packages(gongkai: Any) -> None:
    assert gongkai("--version").out == f"gongkai {version('gongkai')}\n"
