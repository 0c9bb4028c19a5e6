"""A night on a portal that is nothing without scripts: every report is found, and nothing else is asked of its host."""

from collections import Counter
from itertools import pairwise

import pytest

import practice
from practice import hosts
from practice.portals.script import API, ORNAMENTS, SCRIPT

HOST = next(host for host in hosts.INVENTED if host.platform == "script")


@pytest.fixture(scope="module")
def night(crawl, free_port, tmp_path_factory):
    bureaus = practice.registry(free_port, bureaus=HOST.bureau_codes)
    with practice.running(free_port):
        done = crawl(tmp_path_factory.mktemp("home"), "20250131T023000Z-0a1b", bureaus)
        done.visits = [visit for visit in practice.visits(free_port) if visit.address == HOST.address]
    return done


@pytest.mark.parametrize("bureau_site", HOST.bureau_sites, ids=lambda bureau_site: bureau_site.bureau_code)
def test_every_report_behind_every_page_of_the_list_is_found(night, bureau_site):
    published = {item.title for item in bureau_site.site().items if item.report_year is not None}
    found = [sighting for sighting in night.sightings if sighting["bureau_code"] == bureau_site.bureau_code]
    assert Counter(sighting["list_title"] for sighting in found) == Counter(published)


def test_ornaments_and_counters_are_not_asked_for_and_the_script_once(night):
    asked = Counter(visit.path.partition("?")[0] for visit in night.visits)
    assert not set(ORNAMENTS) & set(asked)
    assert asked[SCRIPT] == 1


def test_each_page_of_a_list_is_asked_for_once(night):
    assert Counter(visit.path.partition("?")[0] for visit in night.visits)[API] == 2 * len(HOST.bureau_sites)


def test_one_thing_at_a_time_is_asked_of_the_host(night):
    in_order = sorted(night.visits, key=lambda visit: visit.started)
    assert all(one.ended <= other.started for one, other in pairwise(in_order))
