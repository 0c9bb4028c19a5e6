"""``kill -9`` at random moments: what the next run brings to its end is as if nothing had happened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from deck.guest import free_port
from deck.kills import Trial, asked_again, differences, trial

import practice

KILLS = 5


@dataclass(frozen=True)
class Peace:
    """A night that nobody killed, and how long its requests took from the first to the last."""

    port: int
    trial: Trial

    @property
    def span(self) -> float:
        moments = [visit.started for visit in self.trial.visits]
        return max(moments) - min(moments)


@pytest.fixture(name="peace", scope="module")
def _peace(tmp_path_factory) -> Iterator[Peace]:
    with practice.running(free_port(), faults=True) as port:
        yield Peace(port, trial(tmp_path_factory.mktemp("peace"), port, seed=0, kills=0, span=0))


def test_a_night_in_peace_has_everything_once(peace):
    holding = peace.trial.holding
    assert set(holding.sightings.values()) == set(holding.captures.values()) == {1}
    assert len(holding.captures) > 80
    assert [table for table, rows in holding.rows.items() if set(rows.values()) - {1}] == []
    assert list(asked_again(peace.trial.visits, ())) == []


def test_after_five_kills_nothing_is_lost_and_nothing_doubled(peace, tmp_path):
    killed = trial(tmp_path, peace.port, 1, KILLS, peace.span / 2)
    assert list(differences(killed.holding, peace.trial.holding)) == []
    assert list(asked_again(killed.visits, killed.kills)) == []


@pytest.mark.long
@pytest.mark.parametrize("seed", range(2, 22))
def test_after_a_hundred_kills_nothing_is_lost_and_nothing_doubled(peace, tmp_path, seed):
    killed = trial(tmp_path, peace.port, seed, KILLS, peace.span / 2)
    assert list(differences(killed.holding, peace.trial.holding)) == []
    assert list(asked_again(killed.visits, killed.kills)) == []
