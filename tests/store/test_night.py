"""The record of a run is whole or not there, and an older or newer program's can be read."""

import json

from store.home import Home
from store.night import NightRecord, nights, read_night, write_night

FIRST, SECOND = (NightRecord(f"2025013{day}T023000Z-0a1b", "night", f"2025-01-3{day}T02:30:00Z") for day in (0, 1))


def test_a_record_is_read_as_it_was_written(tmp_path):
    write_night(tmp_path, FIRST)
    assert read_night(Home(tmp_path).landing(FIRST.run_id).night) == FIRST


def test_the_last_runs_come_oldest_first(tmp_path):
    write_night(tmp_path, SECOND)
    write_night(tmp_path, FIRST)
    assert nights(tmp_path) == [FIRST, SECOND]
    assert nights(tmp_path, last=1) == [SECOND]


def test_what_cannot_be_read_is_passed_over(tmp_path):
    write_night(tmp_path, FIRST)
    file = Home(tmp_path).landing(FIRST.run_id).night
    file.write_text(file.read_text()[:30])
    assert nights(tmp_path) == []


def test_fields_of_another_program_are_left_out(tmp_path):
    write_night(tmp_path, FIRST)
    file = Home(tmp_path).landing(FIRST.run_id).night
    file.write_text(json.dumps(json.loads(file.read_text()) | {"weather": "fine"}))
    assert read_night(file) == FIRST
