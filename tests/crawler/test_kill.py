"""``kill -9`` at random moments: what the next run brings to its end is as if nothing had happened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from deck.guest import free_port
from deck.kills import Trial, asked_again, differences, trial

import practice

KILLS = 5


@dataclass(frozen=True)
class Peace:
    """A night that nobody killed, and how many requests it took."""

    port: int
    trial: Trial

    @property
    def work(self) -> int:
        return len(self.trial.visits)


@pytest.fixture(name="peace", scope="module")
def _peace(tmp_path_factory) -> Iterator[Peace]:
    with practice.running(free_port(), faults=True) as port:
        yield Peace(port, trial(tmp_path_factory.mktemp("peace"), port, seed=0, kills=0, work=0))


def test_a_night_in_peace_has_everything_once(peace):
    holding = peace.trial.holding
    assert set(holding.sightings.values()) == set(holding.captures.values()) == {1}
    assert len(holding.captures) > 80
    assert [table for table, rows in holding.rows.items() if set(rows.values()) - {1}] == []
    assert list(asked_again(peace.trial.visits, ())) == []


def test_after_five_kills_nothing_is_lost_and_nothing_doubled(peace, tmp_path):
    killed = trial(tmp_path, peace.port, 1, KILLS, peace.work)
    assert killed.in_the_middle > 1
    assert list(differences(killed.holding, peace.trial.holding)) == []
    assert list(asked_again(killed.visits, killed.kills)) == []


def test_what_is_lost_or_doubled_would_be_told(peace):
    holding = peace.trial.holding
    sighting, capture = next(iter(holding.sightings)), next(iter(holding.captures))
    lost = replace(holding, sightings=holding.sightings - Counter([sighting]))
    doubled = replace(holding, captures=holding.captures + Counter([capture]))
    assert [text.split(":")[0] for text in differences(lost, holding)] == ["sighting lost"]
    assert [text.split(":")[0] for text in differences(doubled, holding)] == ["capture is there 2 times, not 1"]


def test_only_what_was_under_way_may_be_asked_for_again():
    seen = [_visit(0, "/a"), _visit(1, "/b"), _visit(3, "/b"), _visit(4, "/c")]
    assert list(asked_again(seen, [2.0])) == []
    assert list(asked_again([*seen, _visit(5, "/a")], [2.0])) == ["127.0.2.1 GET /a"]
    assert list(asked_again([*seen, _visit(5, "/c")], [2.0])) == ["127.0.2.1 GET /c"]


def _visit(at: float, path: str) -> practice.Visit:
    return practice.Visit("127.0.2.1", "GET", path, at, at + 0.1, "gongkai/0.1", 200, False)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(2, 22))
def test_after_a_hundred_kills_nothing_is_lost_and_nothing_doubled(peace, tmp_path, seed):
    killed = trial(tmp_path, peace.port, seed, KILLS, peace.work)
    assert list(differences(killed.holding, peace.trial.holding)) == []
    assert list(asked_again(killed.visits, killed.kills)) == []
