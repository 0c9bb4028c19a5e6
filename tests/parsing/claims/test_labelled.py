"""Some four thousand labelled sentences and paragraphs, all invented: what they state is read, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from labelled.scoring import score

from parsing.form import claim_kinds, claim_metrics

LABELLED = Path(__file__).parents[2] / "labelled"
AT_MOST = {
    "beside": (1, 0),
    "bureaus": (0, 12),
    "clerks": (0, 3),
    "daily": (0, 8),
    "denials": (0, 0),
    "district": (1, 21),
    "fields": (0, 0),
    "forms": (0, 7),
    "offices": (0, 37),
    "outlets": (0, 0),
    "regions": (0, 17),
    "requests": (0, 0),
    "towns": (2, 6),
    "varied": (3, 25),
    "yards": (0, 0),
}
"""By file, how many claims may be wrong and how many missed: what the reading gave last, so that no change loses any."""


@pytest.mark.parametrize("name", sorted(AT_MOST))
def test_labelled_sentences_are_read_as_a_person_reads_them(name: str) -> None:
    found = score(LABELLED / f"{name}.jsonl")
    wrong, missed = AT_MOST[name]
    assert len(found.wrong) <= wrong, found.wrong
    assert len(found.missed) <= missed, found.missed


def test_every_file_is_scored_and_every_label_is_one_of_the_data() -> None:
    paths = sorted(LABELLED.glob("*.jsonl"))
    assert {path.stem for path in paths} == set(AT_MOST)
    items = [json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
    assert len(items) > 4_000
    labels = {(metric, kind) for item in items for metric, kind, _ in item["claims"]}
    assert {metric for metric, _ in labels} == set(claim_metrics())
    assert {kind for _, kind in labels} == set(claim_kinds())
