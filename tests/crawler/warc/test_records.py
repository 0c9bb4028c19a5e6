"""Whatever stands in a file, its good records come out, and memory is bounded."""

import gzip
import resource
import zlib
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.local_files import is_warc
from crawler.warc.payload import MAX_BODY_BYTES, TooLargeError, body_of
from crawler.warc.records import MAX_RECORD_BYTES, records

URL = "http://rsj.example.gov.cn/{}.html"


def bodies(path, tally: Counter | None = None) -> list[bytes]:
    return [record.raw_stream.read() for record in records(path, Counter() if tally is None else tally)][1:]


@pytest.fixture(name="filled", params=["packed", "plain", "one member"])
def _filled(request, web_archive, plain_archive):
    archive = plain_archive if request.param == "plain" else web_archive
    for number in range(6):
        archive.response(URL.format(number), f"page {number} " * 2000)
    if request.param == "one member":
        archive.as_one_member()
    return archive


WHOLE = [f"page {number} ".encode() * 2000 for number in range(6)]


def test_the_records_of_a_file_come_in_order(filled):
    tally: Counter[str] = Counter()
    assert bodies(filled.path, tally) == WHOLE
    assert tally == {}
    assert is_warc(filled.path)


def test_a_file_that_ends_within_a_record_has_all_the_others(filled):
    filled.change(lambda data: data[:-60])
    tally: Counter[str] = Counter()
    assert bodies(filled.path, tally) == WHOLE[:5]
    assert tally == {"damaged": 1}


def test_a_damaged_packed_record_costs_that_record_only(web_archive):
    places = []
    for number in range(6):
        places.append(web_archive.size())
        web_archive.response(URL.format(number), f"page {number} " * 2000)
    middle = (places[2] + places[3]) // 2
    web_archive.change(lambda data: data[:middle] + b"\0" * 20 + data[middle + 20 :])
    tally: Counter[str] = Counter()
    assert bodies(web_archive.path, tally) == WHOLE[:2] + WHOLE[3:]
    assert tally == {"damaged": 1}


def test_strange_bytes_between_records_are_passed_over(plain_archive, web_archive):
    for archive in (plain_archive, web_archive):
        archive.response(URL.format(0), WHOLE[0])
        archive.raw(b"\0\0not a record at all\r\n\r\n")
        archive.response(URL.format(1), WHOLE[1])
        tally: Counter[str] = Counter()
        assert bodies(archive.path, tally) == WHOLE[:2]
        assert tally["damaged"] == 1


@pytest.mark.parametrize(
    "record",
    [
        b"WARC/1.0\r\nWARC-Type: response\r\n\r\n\r\n\r\n",
        b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: minus\r\n\r\n\r\n\r\n",
        b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 4\r\nWARC-Target-URI: http://a/\r\n\r\nabcd\r\n\r\n",
        b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 4\r\n\r\nabcd\r\n\r\n",
        b"WARC/9.9\r\nWARC-Type: response\r\nContent-Length: 4\r\n\r\nabcd\r\n\r\n",
        b"WARC/1.0\r\n" + b"X: y\r\n" * 20_000 + b"\r\n",
        b"WARC/1.0\r\n" + b"X" * 200_000,
    ],
)
def test_a_record_that_is_none_is_counted(plain_archive, web_archive, record):
    plain_archive.response(URL.format(0), WHOLE[0])
    plain_archive.raw(record)
    plain_archive.raw(b"\r\n")
    plain_archive.response(URL.format(1), WHOLE[1])
    assert {WHOLE[0], WHOLE[1]} <= set(bodies(plain_archive.path))
    web_archive.response(URL.format(0), WHOLE[0])
    web_archive.raw(gzip.compress(record))
    web_archive.response(URL.format(1), WHOLE[1])
    assert {WHOLE[0], WHOLE[1]} <= set(bodies(web_archive.path))


def test_a_record_larger_than_what_is_taken_is_skipped_in_bounded_memory(web_archive):
    web_archive.response(URL.format(0), WHOLE[0])
    size = MAX_RECORD_BYTES * 8
    packer = zlib.compressobj(wbits=31)
    pieces = [packer.compress(f"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: {size}\r\n\r\n".encode())]
    pieces += [packer.compress(b"\0" * (1 << 20)) for _ in range(size >> 20)]
    web_archive.raw(b"".join(pieces) + packer.compress(b"\r\n\r\n") + packer.flush())
    web_archive.response(URL.format(1), WHOLE[1])
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    tally: Counter[str] = Counter()
    assert bodies(web_archive.path, tally) == WHOLE[:2]
    assert tally == {"too_large": 1}
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100 * 1024


@settings(max_examples=60)
@given(data=st.data())
def test_any_change_of_a_file_leaves_it_readable(tmp_path_factory, data):
    from tests.crawler.warc.conftest import WebArchive

    archive = WebArchive(tmp_path_factory.mktemp("warc") / "a.warc", packed=data.draw(st.booleans()))
    for number in range(3):
        archive.response(URL.format(number), f"page {number} " * 50)
    whole = archive.path.read_bytes()
    for _ in range(data.draw(st.integers(1, 4))):
        start = int(data.draw(st.floats(0, 1, exclude_max=True)) * len(whole))
        change = data.draw(st.binary(max_size=40))
        archive.change(lambda old, start=start, change=change: old[:start] + change + old[start + len(change) :])
    for record in records(archive.path, Counter()):
        record.raw_stream.read()


def test_what_is_no_web_archive_is_none(tmp_path):
    for name, data in {"a": b"", "b": b"%PDF-1.7", "c": gzip.compress(b"text"), "d": b"\x1f\x8b\x08broken"}.items():
        (tmp_path / name).write_bytes(data)
        assert not is_warc(tmp_path / name)
    assert not is_warc(tmp_path / "missing")
    assert not is_warc(tmp_path)


CHUNKED = b"4\r\nabcd\r\n3;x=y\r\nefg\r\n0\r\n\r\n"


@pytest.mark.parametrize(
    ("raw", "headers", "body"),
    [
        (b"abc", {}, b"abc"),
        (CHUNKED, {"transfer-encoding": "chunked"}, b"abcdefg"),
        (CHUNKED[:20], {"transfer-encoding": "chunked"}, b"abcdefg"),
        (b"<html>never chunked", {"transfer-encoding": "chunked"}, b"<html>never chunked"),
        (gzip.compress(b"abc"), {"content-encoding": "gzip"}, b"abc"),
        (gzip.compress(b"abc") + gzip.compress(b"def"), {"content-encoding": "x-gzip"}, b"abcdef"),
        (gzip.compress(b"abc" * 1000)[:-8], {"content-encoding": "gzip"}, b"abc" * 1000),
        (b"<html>unpacked before", {"content-encoding": "gzip"}, b"<html>unpacked before"),
        (zlib.compress(b"abc"), {"content-encoding": "deflate"}, b"abc"),
        (zlib.compress(b"abc")[2:-4], {"content-encoding": "deflate"}, b"abc"),
        (b"\x0b\x01\x80abc\x03", {"content-encoding": "br"}, b"abc"),
        (b"<html>", {"content-encoding": "br"}, b"<html>"),
        (b"abc", {"content-encoding": "identity"}, b"abc"),
        (
            b"%x\r\n%s\r\n0\r\n\r\n" % (len(gzip.compress(b"abc", mtime=0)), gzip.compress(b"abc", mtime=0)),
            {"transfer-encoding": "chunked", "content-encoding": "gzip"},
            b"abc",
        ),
    ],
)
def test_framing_and_packing_are_taken_off_where_they_are(raw, headers, body):
    assert body_of(raw, headers) == body


@pytest.mark.parametrize("packing", ["gzip", "deflate", "br"])
def test_a_body_that_unpacks_to_too_much_is_not_taken(packing):
    import brotli

    zeros = b"\0" * (1 << 20)
    packer = zlib.compressobj(wbits=31 if packing == "gzip" else 15)
    if packing == "br":
        bomb = brotli.compress(zeros * (MAX_BODY_BYTES // len(zeros) + 2), quality=3)
    else:
        bomb = b"".join(packer.compress(zeros) for _ in range(400)) + packer.flush()
    with pytest.raises(TooLargeError):
        body_of(bomb, {"content-encoding": packing})
