"""What the deck's servers do on the wire, byte by byte."""

from __future__ import annotations

import gzip
import http.client
import io
import socket
import ssl
import time
from collections.abc import Iterator

import pytest
from deck.guest import BY_NAME, Guest, visiting

from practice.faults import SECOND
from practice.faults.transport import MEGABYTE
from practice.log import Visit, moment

PATIENCE_S = 0.5


@pytest.fixture(name="deck_guest", scope="module")
def _deck_guest() -> Iterator[Guest]:
    with visiting() as guest:
        yield guest


def split(raw: bytes) -> tuple[dict[str, str], bytes]:
    head, _, body = raw.partition(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")[1:]
    return {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}, body


def healthy(guest: Guest, name: str, place: str) -> bytes:
    return guest.site(name).answer(place).body


@pytest.mark.parametrize(
    ("name", "place"), [("article_silent", "article 2022"), ("list_silent", "list"), ("robots_silent", "robots")]
)
def test_a_silent_server_says_nothing_at_all(deck_guest, name, place):
    with pytest.raises(TimeoutError):
        deck_guest.raw(name, place, PATIENCE_S)


def test_a_dripping_body_would_take_hours(deck_guest):
    (fault,) = BY_NAME["slow_body"].stages["first"].faults["article 2022"]
    headers, body = split(deck_guest.raw("slow_body", "article 2022", until=1))
    assert len(body) <= 1
    assert int(headers["content-length"]) * fault.parameters["pause_s"] > 3600


def test_a_guest_who_leaves_a_dripping_body_is_missed_at_once(deck_guest):
    deck_guest.recorder.clear()
    deck_guest.raw("slow_body", "article 2022", until=1)
    left_at = moment()
    for _ in range(100):
        if seen := deck_guest.recorder.as_records():
            break
        time.sleep(0.01)
    assert abs(seen[0]["ended"] - left_at) < PATIENCE_S / 2


def test_a_slow_body_comes_whole(deck_guest):
    assert deck_guest.ask("slow_but_whole", "article 2022").data == healthy(
        deck_guest, "slow_but_whole", "article 2022"
    )


def test_a_connection_is_reset_before_the_first_byte(deck_guest):
    with pytest.raises(ConnectionResetError):
        deck_guest.raw("reset_before_header", "article 2022")


def test_a_connection_is_reset_within_the_body(deck_guest):
    with pytest.raises(ConnectionResetError):
        deck_guest.raw("reset_in_body", "article 2022")


def test_a_reset_may_happen_only_once(deck_guest):
    deck_guest.deck.stage("reset_once", "first")
    with pytest.raises(ConnectionResetError):
        deck_guest.raw("reset_once", "list")
    assert deck_guest.ask("reset_once", "list").status == 200


def test_a_body_may_stop_and_the_connection_stay(deck_guest):
    headers, body = split(deck_guest.raw("hang_in_body", "article 2022", until=2000))
    assert 0 < len(body) < int(headers["content-length"])


@pytest.mark.parametrize(("name", "place"), [("length_too_long", "article 2022"), ("short_pdf", "file 2022")])
def test_a_length_may_promise_more_than_comes(deck_guest, name, place):
    headers, body = split(deck_guest.raw(name, place))
    assert int(headers["content-length"]) == len(body) + 5000
    assert body == healthy(deck_guest, name, place)


def test_chunks_make_up_the_page(deck_guest):
    raw = deck_guest.raw("chunked", "article 2022", until=4000)
    assert b"Transfer-Encoding: chunked" in raw
    assert b"Content-Length" not in raw
    assert deck_guest.ask("chunked", "article 2022").data == healthy(deck_guest, "chunked", "article 2022")


def test_the_last_chunk_may_be_missing(deck_guest):
    assert not deck_guest.raw("chunked_cut", "article 2022").endswith(b"0\r\n\r\n")


def test_a_body_without_a_length_ends_with_the_connection(deck_guest):
    headers, body = split(deck_guest.raw("no_length", "list"))
    assert "content-length" not in headers
    assert body == healthy(deck_guest, "no_length", "list")


def test_nobody_listens_where_nobody_should(deck_guest):
    with pytest.raises(ConnectionRefusedError):
        deck_guest.raw("nobody_listens", "list")


def test_a_certificate_that_nobody_vouches_for_does_not_verify(deck_guest):
    case = BY_NAME["self_signed"]
    with (
        socket.create_connection((case.address, deck_guest.port), 5) as connection,
        pytest.raises(ssl.SSLCertVerificationError),
    ):
        ssl.create_default_context().wrap_socket(connection, server_hostname=case.address)
    assert deck_guest.ask("self_signed", "list").status == 200


def test_pages_are_packed_for_those_who_did_not_ask(deck_guest):
    answer = deck_guest.ask("forced_gzip", "list")
    assert answer.headers["content-encoding"] == "gzip"
    assert gzip.decompress(answer.data) == healthy(deck_guest, "forced_gzip", "list")


def test_a_bomb_is_small_outside_and_large_inside(deck_guest):
    answer = deck_guest.ask("gzip_bomb", "article 2022")
    assert len(answer.data) < MEGABYTE
    with gzip.open(io.BytesIO(answer.data)) as unpacked:
        unpacked.seek(90 * MEGABYTE)
        assert unpacked.read(1) == b" "


def test_an_oversized_body_is_announced_or_not(deck_guest):
    headers, _ = split(deck_guest.raw("oversized", "file 2022", until=100_000))
    assert int(headers["content-length"]) > 64 * MEGABYTE
    raw = deck_guest.raw("oversized_unsaid", "file 2022", until=2 * MEGABYTE)
    assert "content-length" not in split(raw)[0]


def test_a_connection_serves_one_request_after_the_other(deck_guest):
    connection = http.client.HTTPConnection(BY_NAME["conditional"].address, deck_guest.port, timeout=5)
    connection.connect()
    kept = connection.sock
    for place in ("robots", "list", "article 2022"):
        connection.request("GET", deck_guest.path("conditional", place))
        assert connection.getresponse().read() == healthy(deck_guest, "conditional", place)
        assert connection.sock is kept
    connection.close()


def test_every_request_is_a_visit_with_what_the_guest_was_told(deck_guest):
    deck_guest.recorder.clear()
    deck_guest.ask("retry_after_429", "list", user_agent="gongkai/0.1")
    deck_guest.ask("wall_ruishu", "list")
    with pytest.raises(TimeoutError):
        deck_guest.raw("list_silent", "list", PATIENCE_S)
    deck_guest.ask("captcha", "/robots.txt")
    seen = {}
    for _ in range(100):
        seen = {visit.address: visit for visit in (Visit(**record) for record in deck_guest.recorder.as_records())}
        if len(seen) == 4:
            break
        time.sleep(0.01)
    refused, walled, silent, robots = (
        seen[BY_NAME[name].address] for name in ("retry_after_429", "wall_ruishu", "list_silent", "captcha")
    )
    assert (refused.status, refused.retry_after, refused.user_agent) == (429, "7200", "gongkai/0.1")
    assert (walled.status, walled.is_wall, walled.path) == (412, True, "/xxgk/gknb/")
    assert silent.status is None
    assert PATIENCE_S * 0.9 < silent.ended - silent.started < PATIENCE_S * 4
    assert (robots.is_robots, robots.is_wall) == (True, False)


def test_a_stage_takes_its_faults_away(deck_guest):
    deck_guest.deck.stage("reset_in_body", SECOND)
    assert deck_guest.ask("reset_in_body", "article 2022").status == 200
    deck_guest.deck.stage("reset_in_body", "first")
