"""The recheck: what was captured is looked at again, and what is gone counts as gone."""

from collections import Counter

from tests.crawler.portal import NOT_HERE, answer

RECHECK = 31


def test_unchanged_reports_are_confirmed_and_nothing_is_sighted(bureau, pages):
    bureau.publish(2023, 2022)
    bureau.night()
    night = bureau.night(days=RECHECK)
    assert (night.asked[pages.address(2023)], night.asked[pages.address(2022)]) == (1, 1)
    assert (night.sightings, night.state) == ([], "quiet")
    assert {capture["reason"] for capture in night.captures if capture["kind"] == "report"} == {"recheck"}
    assert bureau.night(days=RECHECK + 8).asked == Counter(["/robots.txt", pages.column])


def test_a_night_for_new_reports_and_one_for_old_ones_are_together_a_whole_night(bureau, pages):
    bureau.publish(2023, 2022)
    bureau.night()
    new = bureau.night(days=RECHECK, extra=("--recheck", "never"))
    assert new.asked == Counter(["/robots.txt", pages.column])
    old = bureau.night(days=RECHECK, discover="never")
    assert set(old.asked) == {pages.address(2023), pages.address(2022)}
    assert bureau.night(days=RECHECK, discover="never").state == "not_due"


def test_a_report_that_is_gone_has_vanished_and_its_bytes_stay(bureau, pages):
    bureau.publish(2023, 2022)
    kept = {sighting["url"]: sighting for sighting in bureau.night().sightings}
    del bureau.portal.answers[pages.address(2022)]
    night = bureau.night(days=RECHECK)
    (gone,) = night.sightings
    assert not gone["is_present"]
    assert gone["sha256"] == kept[gone["url"]]["sha256"]
    assert gone["capture_id"] in {capture["capture_id"] for capture in night.captures if capture["status"] == 404}
    assert night.addresses == {("vanished", pages.address(2022))}
    assert bureau.night(days=RECHECK + 8).asked == Counter(["/robots.txt", pages.column])


def test_a_report_that_leaves_its_list_is_looked_at_at_once(bureau, pages):
    bureau.publish(2023, 2022)
    bureau.night()
    bureau.publish(2023)
    night = bureau.night(days=8)
    assert night.addresses == {("unlisted", pages.address(2022))}
    assert (night.sightings, night.asked[pages.address(2022)]) == ([], 1)
    assert bureau.night(days=16).addresses == set()


def test_a_report_that_leaves_its_list_and_its_address_has_vanished_until_it_is_back(bureau, pages):
    bureau.publish(2023, 2022)
    bureau.night()
    bureau.publish(2023)
    was = bureau.portal.answers.pop(pages.address(2022))
    assert bureau.night(days=8).addresses == {("vanished", pages.address(2022))}
    assert bureau.night(days=16).asked == Counter(["/robots.txt", pages.column])
    bureau.publish(2023, 2022)
    bureau.portal.answers[pages.address(2022)] = was
    night = bureau.night(days=24)
    assert night.addresses == {("back", pages.address(2022))}
    assert [sighting["is_present"] for sighting in night.sightings] == [True]


def test_a_list_that_is_suddenly_empty_proves_nothing(bureau, pages):
    bureau.publish(2023, 2022)
    bureau.night()
    bureau.portal.page(pages.column, pages.listing(()))
    night = bureau.night(days=8)
    assert night.asked == Counter(["/robots.txt", pages.column])
    assert (night.state, night.sightings) == ("empty", [])


def test_a_portal_that_is_down_makes_nothing_vanish(bureau, pages):
    bureau.publish(2023)
    bureau.night()
    bureau.portal.answers[pages.address(2023)] = NOT_HERE
    for path in (pages.column, pages.address(2023)):
        bureau.portal.answers[path] = answer("bad gateway", 502)
    night = bureau.night(days=RECHECK)
    assert night.sightings == []
    assert not {state for state, _ in night.addresses} & {"vanished", "unlisted"}
