"""JSON lines that a run appends to, and that others read while it writes or after it was killed."""

import json
import os

from store.lines import append_line, json_line, open_lines, parse_line, read_lines


def written(path, *records):
    descriptor = open_lines(path)
    places = [append_line(descriptor, json_line(record)) for record in records]
    os.close(descriptor)
    return places


def test_what_was_appended_is_read_in_order(tmp_path):
    path = tmp_path / "lines.jsonl"
    written(path, {"title": "年报"}, {"title": "2"})
    written(path, {"title": "3"})
    assert [record["title"] for record in read_lines(path)] == ["年报", "2", "3"]
    assert path.read_text(encoding="utf-8").splitlines()[0] == '{"title": "年报"}'


def test_a_torn_line_is_passed_over_and_the_next_begins_on_a_line_of_its_own(tmp_path):
    path = tmp_path / "lines.jsonl"
    path.write_bytes(b'{"n": 1}\n{"n": 2, "tit')
    ((before, start),) = written(path, {"n": 3})
    assert [record["n"] for record in read_lines(path)] == [1, 3]
    assert (before, path.read_bytes()[start:]) == (start - 1, b'{"n": 3}\n')


def test_a_line_torn_inside_a_character_is_passed_over(tmp_path):
    path = tmp_path / "lines.jsonl"
    path.write_bytes('{"n": "年'.encode()[:-1])
    written(path, {"n": 3})
    assert list(read_lines(path)) == [{"n": 3}]


def test_only_lines_with_a_text_are_read_where_it_is_named(tmp_path):
    path = tmp_path / "lines.jsonl"
    written(path, {"code": "hrss-1"}, {"code": "hrss-2"})
    assert list(read_lines(path, containing="hrss-2")) == [{"code": "hrss-2"}]


def test_half_a_surrogate_pair_is_kept_as_its_escape():
    line = json_line({"error": "\udc80"})
    assert parse_line(line) == {"error": "\udc80"}
    assert b"\\udc80" in line


def test_what_is_no_record_is_none():
    assert parse_line(b"[1]") is None and parse_line(b"") is None
    assert parse_line(json.dumps({"n": 1})) == {"n": 1}
