"""The frames of ``frames.yaml``: which words beside a number make it which metric."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

from parsing.form import claim_metrics


class FrameError(ValueError):
    """``frames.yaml`` names an unknown key or metric."""


_KEYS = frozenset(
    "metric head verb with without place family about known units part weak kind after own_verb joined subject answered".split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class Frame:
    metric: str
    kind: str
    heads: frozenset[str]
    verbs: frozenset[str] | None
    joined: frozenset[str]
    needs: frozenset[str]
    refuses: frozenset[str]
    place: str | None
    family: str
    is_about_disclosure: bool
    known: str
    units: frozenset[str]
    may_be_part: bool
    is_weak: bool
    after: str
    needs_own_verb: bool
    may_be_subject: bool
    must_be_answered: bool


@cache
def frames() -> Mapping[str, tuple[Frame, ...]]:
    """The frames by the noun that is counted. Raises ``FrameError``."""
    text = resources.files(__package__).joinpath("frames.yaml").read_text(encoding="utf-8")
    by_head: dict[str, list[Frame]] = {}
    for row in yaml.safe_load(text)["frames"]:
        frame = _frame(row)
        for head in frame.heads:
            by_head.setdefault(head, []).append(frame)
    return {head: tuple(found) for head, found in by_head.items()}


def _frame(row: Mapping[str, Any]) -> Frame:
    if unknown := set(row) - _KEYS:
        raise FrameError(f"frames.yaml: a frame of {row.get('metric')} has unknown keys {sorted(unknown)}")
    if row["metric"] not in claim_metrics():
        raise FrameError(f"frames.yaml: {row['metric']} is no metric of claim_metrics.csv")
    return Frame(
        row["metric"],
        row.get("kind", "count"),
        frozenset(row["head"]),
        frozenset(row["verb"]) if "verb" in row else None,
        frozenset(row.get("joined", ())),
        frozenset(row.get("with", ())),
        frozenset(row.get("without", ())),
        row.get("place"),
        row.get("family", ""),
        row.get("about") == "disclosure",
        row.get("known", ""),
        frozenset(row["units"]),
        row.get("part", True),
        row.get("weak", False),
        row.get("after", ""),
        row.get("own_verb", False),
        row.get("subject", False),
        row.get("answered", False),
    )
