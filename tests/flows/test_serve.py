"""The schedule ends whole: no night outlives it."""

from __future__ import annotations

import multiprocessing
import time

import pytest

from flows import schedule


def test_a_night_still_playing_ends_with_the_schedule(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schedule, "_STOP_SECONDS", 10)
    night = multiprocessing.get_context("spawn").Process(target=time.sleep, args=(600,))
    night.start()
    schedule._stop_nights()
    assert not night.is_alive()
