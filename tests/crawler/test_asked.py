"""A night counts the bureaus it is through with, and tells whoever listens; nobody has to."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from crawler import asked as module
from crawler.asked import Asked


@pytest.fixture
def lines(monkeypatch):
    monkeypatch.setattr(module, "TELL_SECONDS", 0)
    return []


def listened(lines, bureaus=2):
    asked = Asked(bureaus, Counter(sightings=7))
    asked.tell = lines.append
    return asked


def test_a_bureau_is_asked_when_no_answer_of_it_is_awaited(lines):
    asked = listened(lines)
    asked.wait("east")
    asked.begin("east")
    assert len(asked) == 0
    asked.wait("east")  # a list leads to a report
    asked.answer("east")
    assert len(asked) == 0
    asked.answer("east")
    assert len(asked) == 1
    assert json.loads(lines[-1]) == {"asked": 1, "bureaus": 2, "documents": 7}


def test_a_bureau_of_which_nothing_is_asked_is_asked_at_once(lines):
    asked = listened(lines)
    asked.begin("parked")
    assert len(asked) == 1


def test_a_later_strategy_opens_a_bureau_again(lines):
    asked = listened(lines)
    asked.begin("east")
    asked.wait("east")
    assert len(asked) == 0


def test_lines_come_no_faster_than_people_look():
    lines = []
    asked = listened(lines)
    for code in map(str, range(100)):
        asked.begin(code)
    assert len(lines) == 1


def test_a_listener_that_has_gone_away_stops_nothing(lines):
    asked = listened(lines)

    def gone(_):
        lines.append("tried")
        raise BrokenPipeError

    asked.tell = gone
    asked.begin("east")
    asked.begin("west")
    assert lines == ["tried"] and len(asked) == 2
