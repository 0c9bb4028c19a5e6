"""The server: conditional requests, counts, and clear words when it cannot run."""

from __future__ import annotations

import socket
import subprocess
import sys
import time

import pytest

import practice
from crawler.registry import dump, load
from practice.publishers import BUREAU_CODES

REPORT = "/channel_l_srsjchannel201911221748522677536714/doc_64490ed381b21bb8b8a79a92.html"


def test_a_document_fetched_twice_is_the_same_and_need_not_be_sent_again(portals) -> None:
    url = portals.base("hrss-371500") + REPORT
    first, second = portals.ask(url), portals.ask(url)
    assert first.data == second.data
    assert first.headers["etag"] == second.headers["etag"]
    assert portals.ask(url, If_None_Match=first.headers["etag"]).status == 304
    assert portals.ask(url, If_Modified_Since=first.headers["last-modified"]).status == 304
    assert portals.ask(url, If_None_Match='"other"').status == 200


def test_the_registry_rows_differ_from_the_bundled_ones_only_in_where_they_point(portals, tmp_path) -> None:
    bundled = {bureau.bureau_code: bureau for bureau in load()}
    rows = practice.registry(portals.port)
    assert tuple(row.bureau_code for row in rows[:5]) == BUREAU_CODES
    for row in rows:
        known = bundled[row.bureau_code]
        assert (row.names, row.level, row.region_code) == (known.names, known.level, known.region_code)
        assert row.base_url.startswith("http://127.0.") and row.base_url.endswith(f":{portals.port}")
        assert all(portals.ask(report.url).status == 200 for report in row.known_reports)
    dump(rows, tmp_path / "practice.yaml")
    assert load(tmp_path / "practice.yaml") == rows


def test_a_busy_port_is_one_clear_sentence(unused_port: int) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.13", unused_port))
        holder.listen()
        with (
            pytest.raises(practice.PracticeError, match=f"127.0.0.13:{unused_port}: Address already in use"),
            practice.running(unused_port),
        ):
            pass
        alone = [sys.executable, "-m", "practice", "--port", str(unused_port)]
        done = subprocess.run(alone, capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1


def test_the_portals_stop_when_the_process_that_wanted_them_is_gone(unused_port: int) -> None:
    command = [sys.executable, "-m", "practice", "--port", str(unused_port), "--until-input-closes"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as process:
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            try:
                socket.create_connection(("127.0.0.11", unused_port)).close()
                break
            except ConnectionRefusedError:
                time.sleep(0.05)
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(timeout=10) is not None


def test_every_request_is_a_visit_with_its_times_and_status(portals) -> None:
    practice.visits(portals.port, reset=True)
    base = portals.base("hrss-371500")
    portals.ask(base + REPORT)
    portals.ask(base + "/none", User_Agent="somebody")
    portals.ask(base + "/robots.txt")
    seen = practice.visits(portals.port)
    assert [(visit.address, visit.path, visit.status) for visit in seen] == [
        ("127.0.0.12", REPORT, 200),
        ("127.0.0.12", "/none", 404),
        ("127.0.0.12", "/robots.txt", 404),
    ]
    assert all(visit.started <= visit.ended for visit in seen)
    assert [visit.is_robots for visit in seen] == [False, False, True]
    assert seen[1].user_agent == "somebody"


def test_the_fault_deck_stands_beside_the_portals_only_where_it_is_wanted(unused_port: int) -> None:
    rows = practice.registry(unused_port, faults=True)
    assert rows[: len(practice.registry(unused_port))] == practice.registry(unused_port)
    deck = next(row for row in rows if row.base_url.startswith("http://127.0.2."))
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((deck.base_url.split("/")[2].split(":")[0], unused_port), timeout=5)
    with practice.running(unused_port, faults=True) as port:
        socket.create_connection((deck.base_url.split("/")[2].split(":")[0], port), timeout=5).close()
        assert practice.visits(port) == []
