"""Precision and recall of the reading of prose on labelled sentences; ``python tests/labelled FILE… [-v]`` prints them.

A line of a file is one JSON object: ``text`` (lines are paragraphs), ``claims`` ([metric, kind, value], complete), and optionally
``title`` of the report (a 人社局's if absent), ``year`` (2023 if absent), ``part`` (``other`` for part six), ``form`` (totals of the form's lines of applications) and ``doubtful``
(claims that count neither as missed nor as wrong).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from parsing.model import CellKey, Figure, Paragraph, Place
from parsing.prose.claims import read_claims
from parsing.prose.narrative import read_sentences

Stated = tuple[str, str, Decimal]


@dataclass
class Score:
    right: Counter[str] = field(default_factory=Counter)
    wrong: list[tuple[str, Stated]] = field(default_factory=list)
    """Identity of the item with what was read though the text does not state it."""
    missed: list[tuple[str, Stated]] = field(default_factory=list)

    @property
    def precision(self) -> float:
        right = self.right.total()
        return right / (right + len(self.wrong) or 1)

    @property
    def recall(self) -> float:
        right = self.right.total()
        return right / (right + len(self.missed) or 1)


def score(path: Path) -> Score:
    found = Score()
    for line in path.read_text(encoding="utf-8").splitlines():
        item = json.loads(line, parse_float=Decimal)
        want, doubtful, have = _stated(item["claims"]), _stated(item.get("doubtful", ())), read(item)
        found.right.update(metric for metric, _, _ in want & have)
        found.wrong += [(item["id"], claim) for claim in sorted(have - want - doubtful)]
        found.missed += [(item["id"], claim) for claim in sorted(want - have)]
    return found


def read(item: Mapping[str, Any]) -> set[Stated]:
    year, part = item.get("year", 2023), "六、其他需要报告的事项" if item.get("part") == "other" else "一、总体情况"
    title = item.get("title") or f"甲市人力资源和社会保障局{year}年政府信息公开工作年度报告"
    end = "五、存在的主要问题及改进情况"
    lines = [title, part, *item["text"].split("\n"), end]
    # The form came with the reports on 2019; before it, every chapter is prose.
    sentences = read_sentences([Paragraph(line, Place()) for line in lines], has_form=year >= 2019)
    return {(claim.metric, claim.kind, claim.value) for claim in read_claims(sentences, _form(item)).claims}


def _form(item: Mapping[str, Any]) -> dict[CellKey, Figure]:
    keys = {("applications", line, "total"): value for line, value in item.get("form", {}).items()}
    return {key: Figure(*key, Decimal(value), None, "number", None) for key, value in keys.items()}


def _stated(claims: Any) -> set[Stated]:
    return {(metric, kind, Decimal(value)) for metric, kind, value in claims}
