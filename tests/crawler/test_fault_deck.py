"""The crawler against the whole fault deck: every report once, every look-alike refused, every bad capture classed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from deck.guest import free_port
from deck.nights import LATER, SECOND, Night, cases_of, play
from deck.verdicts import NEVER_ASKED, path, shortfalls

import practice
from practice.faults import CASES, FIRST
from practice.faults.control import rules
from practice.faults.portal_site import site_of
from practice.faults.statuses import OUTSIDER
from practice.log import violations


@dataclass(frozen=True)
class Deck:
    port: int
    nights: list[Night]

    def until(self, stage: str) -> list[Night]:
        return self.nights[: list(LATER).index(stage) + 1]


@pytest.fixture(name="deck", scope="module")
def _deck(tmp_path_factory) -> Iterator[Deck]:
    """Four nights: the first, the next evening, and two rechecks a month apart."""
    home = tmp_path_factory.mktemp("deck")
    with practice.running(free_port(), faults=True) as port:
        yield Deck(port, [play(home, port, number, stage) for number, stage in enumerate(LATER, start=1)])


def of(stage: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", cases_of(stage), ids=lambda case: case.name)


@of(FIRST)
def test_the_first_night_makes_of_every_case_what_there_is_to_be_made(deck, case):
    assert shortfalls(case, deck.until(FIRST), deck.port) == []


@of(SECOND)
def test_the_second_night_mends_what_can_be_mended_and_asks_for_nothing_good_again(deck, case):
    assert shortfalls(case, deck.until(SECOND), deck.port) == []


@of("changed")
def test_a_recheck_sees_what_has_changed(deck, case):
    assert shortfalls(case, deck.until("changed"), deck.port) == []


@of("back")
def test_a_recheck_sees_what_has_come_back(deck, case):
    assert shortfalls(case, deck.until("back"), deck.port) == []


def test_no_look_alike_is_ever_asked_for(deck):
    # a sitemap has no titles: there, and only there, the page itself is looked at
    sites = [site_of(case, deck.port) for case in CASES if case.name != "only_sitemap"]
    unwanted = {(site.case.address, path(site, place)) for site in sites for place in NEVER_ASKED}
    asked = {(visit.address, visit.path) for night in deck.nights for visit in night.visits}
    assert asked & unwanted == set()
    assert len(asked) > 400


def test_nobody_is_led_to_a_private_address(deck):
    assert [visit for night in deck.nights for visit in night.visits if visit.address == OUTSIDER] == []


def test_no_host_of_the_deck_has_a_reason_to_complain(deck):
    for night in deck.nights:
        asked = {case.address: rules(case, night.stage) for case in CASES}
        assert violations(night.visits, asked) == []


def test_whatever_a_portal_does_is_an_outcome_and_no_crash(deck):
    for night in deck.nights:
        assert "Traceback" not in night.stderr
        assert set(night.summary["by_bureau"]) == {case.bureau_code for case in cases_of(night.stage)}
        assert all(tally["state"] for tally in night.summary["by_bureau"].values())


def test_every_bad_answer_is_kept_as_evidence_and_none_is_taken_for_the_page(deck):
    for night in deck.nights:
        captures = {record["capture_id"]: record for record in night.captures}
        for record in night.captures:
            assert (record["sha256"] is not None) or record["outcome"] in ("refused", "failed", "too_large"), record
        for sighting in night.sightings:
            if sighting["is_present"] and sighting["capture_id"] in captures:
                assert captures[sighting["capture_id"]]["outcome"] in ("ok", "not_modified")
