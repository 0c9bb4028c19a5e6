"""The fault deck as data: cases that make sense, bureaus that a registry takes, portals that are whole underneath."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import ip_address, ip_network

import pytest
from deck.guest import free_port

from parsing.prose.titles import read_title
from practice.faults import CASES, FIRST, Case, start
from practice.faults.behaviours import FAULTS
from practice.faults.portal_site import site_of
from practice.faults.site import LATER_LIST
from practice.faults.statuses import OUTSIDER
from practice.log import Recorder

PORT = 8620
each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)


def places(case: Case) -> Iterator[str]:
    """Every place that the stages of a case speak of."""
    for stage in case.stages.values():
        yield from (*stage.faults, *stage.expected.outcomes, *stage.expected.unasked, *stage.expected.asked)


def test_every_case_has_an_address_of_its_own_in_the_decks_network():
    network = ip_network("127.0.2.0/24")
    assert all(ip_address(case.address) in network for case in CASES)
    assert OUTSIDER not in {case.address for case in CASES}


@each_case
def test_a_case_speaks_only_of_places_faults_and_years_that_it_has(case):
    known = set(site_of(case, PORT).places)
    for place in places(case):
        is_list = place == "lists" or LATER_LIST.fullmatch(f"index_{place.removeprefix('list ')}.html")
        assert place in known or place == "*" or is_list or "://" in place, place
    for stage in case.stages.values():
        assert {fault.name for done in stage.faults.values() for fault in done} <= set(FAULTS)
        assert set(stage.expected.years or ()) <= set(case.reports)


def test_every_fault_is_played_by_some_case():
    played = {
        fault.name for case in CASES for stage in case.stages.values() for f in stage.faults.values() for fault in f
    }
    assert played == set(FAULTS)


@each_case
def test_every_list_has_look_alikes_that_its_titles_give_away(case):
    site = site_of(case, PORT)
    titles = {row.place: row.title for row in site.rows()}
    assert not read_title(titles["guide"]).is_annual_report
    assert not read_title(titles["rule_of_law"]).is_annual_report
    for year in case.reports:
        title = read_title(titles[f"article {year}"])
        assert (title.is_annual_report, title.report_year, title.agency_name) == (True, year, site.agency)


def test_a_case_of_a_stage_that_does_not_exist_is_refused():
    deck = start(free_port(), Recorder())
    try:
        for case, stage in (("article_silent", "never"), ("no_case", FIRST)):
            with pytest.raises(KeyError):
                deck.stage(case, stage)
    finally:
        deck.close()
