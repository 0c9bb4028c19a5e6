"""Options of a night from the command line: they reach the crawler."""

from __future__ import annotations

from typing import Any

import pytest

from flows import steps
from flows.errors import NightError


@pytest.mark.parametrize(("options", "extra"), [((), ()), (("--any-hour",), ("--any-hour",))])
@pytest.mark.parametrize("command", [("crawl",), ("run", "--plain")])
def test_the_night_window_is_kept_unless_told_otherwise(
    gongkai: Any, monkeypatch: pytest.MonkeyPatch, command: Any, options: Any, extra: Any
) -> None:
    told: list[Any] = []

    def crawl(*_: Any, **options: Any) -> None:
        told.append(options["extra"])
        raise NightError("that will do")

    monkeypatch.setattr(steps, "crawl", crawl)
    outcome = gongkai(*command, *options)
    assert (outcome.status, outcome.err) == (1, "gongkai: that will do\n")
    assert told == [extra]
