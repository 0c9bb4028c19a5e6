"""Some nights of the soak: a kill, a newer parser, a full disk and a wrong clock lose nothing and double nothing."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

import practice
from practice.faults import FIRST, SECOND
from tests.deck.guest import free_port
from tests.once import once
from tests.soak.__main__ import problems
from tests.soak.disk import small_disk
from tests.soak.marts import BUILT
from tests.soak.plan import DAY_S, NightPlan, Plan, plan
from tests.warehouse.releases import release_first_night

NIGHTS = (
    NightPlan(1, 0, FIRST),
    NightPlan(2, 4 * DAY_S, SECOND, kills="run", when=0.4),
    NightPlan(3, 40 * DAY_S, "changed", is_upgraded=True, has_full_disk=True),
    NightPlan(4, 41 * DAY_S, "changed"),
)
"""The fourth is calm: what is there at its end is all that was to be had."""


def test_some_nights_with_a_kill_a_newer_parser_and_a_full_disk(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(BUILT, str(once(tmp_path_factory, "first-night", release_first_night)))
    with small_disk(tmp_path / "disk") as can_fill, practice.running(free_port(), faults=True) as port:
        few = {"cases": ("edit_numbers", "vanishes_404", "listed_twice"), "bureaus": practice.BUREAU_CODES[:1]}
        assert problems(tmp_path, port, Plan(NIGHTS), can_fill=can_fill, **few) == []


def test_a_plan_has_each_trouble_and_calm_nights_at_its_end() -> None:
    nights = plan(30, seed=1).nights
    assert sum(night.is_upgraded for night in nights) == sum(night.has_full_disk for night in nights) == 1
    assert sum(night.kills is not None for night in nights) >= 5
    assert not any(night.is_disturbed for night in nights[-2:])
    assert any(after.later_s < before.later_s for before, after in pairwise(nights))
    assert list(dict.fromkeys(night.stage for night in nights)) == [FIRST, SECOND, "changed", "back"]
