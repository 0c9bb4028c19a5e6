"""The wording of claims (``form/claim_patterns.yaml``) as compiled patterns; loaded once, never changed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any

import yaml

from parsing.form import claim_metrics
from parsing.model import CellKey
from parsing.numerals import NUMBER_PATTERN, PERCENT_PATTERN

_SLOT = re.compile(r"\{\{(\w+)\}\}")
_NUMBER_SLOTS = {
    "n": f"(?P<n>{NUMBER_PATTERN})",
    "number": NUMBER_PATTERN,
    "percent": f"(?P<percent>{PERCENT_PATTERN})",
}
_RULE_KEYS = frozenset(
    [
        "metric",
        "kind",
        "pattern",
        "value",
        "near",
        "not_near",
        "not_before",
        "parts",
        "brackets",
        "after",
        "channel",
        "agrees_with_form",
        "cumulative",
    ]
)


class ClaimPatternError(ValueError):
    """``claim_patterns.yaml`` names an unknown slot, key or metric."""


@dataclass(frozen=True, slots=True)
class Rule:
    metric: str
    kind: str
    pattern: re.Pattern[str]
    value: Decimal | None
    near: re.Pattern[str] | None
    not_near: re.Pattern[str] | None
    not_before: re.Pattern[str] | None
    is_read_in_parts: bool
    is_read_in_brackets: bool
    after: str | None
    channel: str | None
    """A channel's metric, ``none``, or ``None`` where channels do not matter."""
    must_agree: bool
    is_cumulative: bool


@dataclass(frozen=True, slots=True)
class ChangeRules:
    moved: re.Pattern[str]
    level: re.Pattern[str]
    doubled: re.Pattern[str]
    ratio: re.Pattern[str]
    from_to: re.Pattern[str]
    before: re.Pattern[str]
    falls: frozenset[str]
    subjects: Mapping[str, re.Pattern[str]]


@dataclass(frozen=True, slots=True)
class ClaimRules:
    rules: tuple[Rule, ...]
    change: ChangeRules
    channels: Mapping[str, re.Pattern[str]]
    guards: Mapping[str, re.Pattern[str]]
    figures: Mapping[str, CellKey]


@cache
def claim_rules() -> ClaimRules:
    """All rules. Raises ``ClaimPatternError`` for an unknown slot or key, ``re.error`` for a broken pattern."""
    text = resources.files("parsing.form").joinpath("claim_patterns.yaml").read_text(encoding="utf-8")
    data: dict[str, Any] = yaml.safe_load(text)
    change = data["change"]
    directions = sorted([*change["rise"], *change["fall"]], key=len, reverse=True)
    words: dict[str, str] = {**data["words"], "direction": f"(?:{'|'.join(directions)})"}
    channels = {name: _compile(pattern, words) for name, pattern in data["channels"].items()}
    guards = ("never", "subset", "stock", "one_month", "month_range", "cumulative", "flow")
    return ClaimRules(
        rules=tuple(rule for row in data["rules"] for rule in _rules_of(row, data, words)),
        change=ChangeRules(
            moved=_compile(change["pattern"], words),
            level=_compile(change["level"], words),
            doubled=_compile(change["doubled"], words),
            ratio=_compile(change["ratio"], words),
            from_to=_compile(change["from_to"], words),
            before=_compile(change["before"], words),
            falls=frozenset(change["fall"]),
            subjects={metric: _compile(pattern, words) for metric, pattern in change["metrics"].items()},
        ),
        channels=channels,
        guards={name: _compile(data[name], words) for name in guards},
        figures={code: _cell(row["form_figure"]) for code, row in claim_metrics().items() if row["form_figure"]},
    )


def _cell(text: str) -> CellKey:
    section, line, column = text.split("/")
    return section, line, column


def _rules_of(row: Mapping[str, Any], data: Mapping[str, Any], words: Mapping[str, str]) -> list[Rule]:
    if row.get("channel") != "own":
        return [_rule(row, words)]
    own = data["channel_pattern"]
    shared = {**row, "channel": row["metric"], "not_near": own["not_near"]}
    beside = own["beside"].replace("{{own}}", f"(?:{data['channels'][row['metric']]})")
    return [
        _rule({**shared, "pattern": own["counted"]}, words),
        _rule({**shared, "pattern": beside, "near": own["beside_near"]}, words),
    ]


def _rule(row: Mapping[str, Any], words: Mapping[str, str]) -> Rule:
    unknown = set(row) - _RULE_KEYS
    if unknown:
        raise ClaimPatternError(f"claim_patterns.yaml: a rule of {row['metric']} has unknown keys {sorted(unknown)}")

    if row["metric"] not in claim_metrics():
        raise ClaimPatternError(f"claim_patterns.yaml: {row['metric']} is no metric of claim_metrics.csv")

    def optional(key: str) -> re.Pattern[str] | None:
        return _compile(row[key], words) if key in row else None

    return Rule(
        metric=row["metric"],
        kind=row.get("kind", "count"),
        pattern=_compile(row["pattern"], words),
        value=Decimal(row["value"]) if "value" in row else None,
        near=optional("near"),
        not_near=optional("not_near"),
        not_before=optional("not_before"),
        is_read_in_parts=row.get("parts", False),
        is_read_in_brackets=row.get("brackets", False),
        after=row.get("after"),
        channel=row.get("channel"),
        must_agree=row.get("agrees_with_form", False),
        is_cumulative=row.get("cumulative", False),
    )


def _compile(pattern: str, words: Mapping[str, str]) -> re.Pattern[str]:
    # A sentence has one line; several, as lines, can be looked through at once.
    return re.compile(_filled(pattern, words), re.MULTILINE)


def _filled(pattern: str, words: Mapping[str, str]) -> str:
    def fill(match: re.Match[str]) -> str:
        name = match[1]
        if name in _NUMBER_SLOTS:
            return _NUMBER_SLOTS[name]
        if name not in words:
            raise ClaimPatternError(f"claim_patterns.yaml: unknown slot {name}")
        return _filled(words[name], words)

    return _SLOT.sub(fill, pattern)
