"""What happens in which night: stages of the portals, kills, a newer parser, a full disk, a clock that is wrong."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from practice.faults import FIRST, SECOND

DAY_S = 24 * 3600
APART_DAYS = 4
"""Between two nights: reports are looked at again after a month, and a soak of 30 nights has three of them."""
STEP_DAYS = 60
"""A clock that is wrong for one night; the next one is earlier."""
KILLED_SHARE = 0.35


@dataclass(frozen=True)
class NightPlan:
    number: int
    later_s: float
    stage: str
    kills: str | None = None
    """``run``: the night itself; ``child``: something that it has started; ``None``: it is left in peace."""
    when: float = 0.0
    """The moment of the kill, as a part of how long a night takes."""
    is_upgraded: bool = False
    has_full_disk: bool = False

    @property
    def is_disturbed(self) -> bool:
        return self.kills is not None or self.has_full_disk


@dataclass(frozen=True)
class Plan:
    nights: tuple[NightPlan, ...] = field(default=())


def plan(nights: int, seed: int) -> Plan:
    """A plan of at least four nights; the first and the last two are left in peace."""
    random = Random(seed)  # noqa: S311 - moments, no secrets
    stages = _stages(nights)
    planned = []
    for number in range(1, nights + 1):
        is_quiet = number == 1 or number > nights - 2
        kills = random.choice(("run", "run", "child")) if not is_quiet and random.random() < KILLED_SHARE else None
        days = APART_DAYS * (number - 1) + (STEP_DAYS if number == max(2, nights * 3 // 4) else 0)
        planned.append(
            NightPlan(
                number,
                days * DAY_S,
                stages[number - 1],
                kills,
                random.uniform(0.02, 0.95),
                is_upgraded=number == nights // 2 + 1,
                has_full_disk=number > 1 and stages[number - 2 : number] == [SECOND, "changed"],
            )
        )
    return Plan(tuple(planned))


def _stages(nights: int) -> list[str]:
    """New reports after a fifth of the nights, edited ones after two fifths, some of them back after four."""
    marks = ((0.2, FIRST), (0.4, SECOND), (0.8, "changed"), (1.0, "back"))
    return [next(stage for until, stage in marks if number <= until * nights) for number in range(1, nights + 1)]


def in_peace(night: NightPlan) -> NightPlan:
    """The same night with nothing but the portals as they are."""
    return NightPlan(night.number, night.later_s, night.stage)
