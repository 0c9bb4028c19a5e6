"""Ways to damage a file: in its bytes, in its words, inside a member of its zip, or in the objects of its PDF."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable
from random import Random

Mutation = Callable[[Random, bytes], bytes]

_NUMBERS = (
    b"0",
    b"-1",
    b"1",
    b"255",
    b"65535",
    b"65536",
    b"2147483647",
    b"4294967295",
    b"99999999999999999999",
    b"1e309",
)
_WORDS = (
    b"<table>", b"</table>", b"<td rowspan=99999 colspan=99999>", b"<tr>", b"</td>", b"<div hidden>", b"<!--", b"-->",
    b"<![CDATA[", b"&#x110000;", b"&nbsp;", b"<meta charset=utf-16>", b"<?xml version='1.0' encoding='utf-7'?>",
    b"{\\rtf1", b"{", b"}", b"\\trowd", b"\\cellx-99999999", b"\\itap40", b"\\bin99999", b"\\u-65000?", b"\\uc9", b"\\ansicpg99",
    b"\\nestcell", b"\\nestrow", b"\\cell", b"\\row", b"Content-Transfer-Encoding: base64\r\n", b"boundary=\"\"\r\n",
    b"Content-Type: multipart/related\r\n", b"<w:gridSpan w:val=\"-3\"/>", b"<w:vMerge/>", b"<w:tbl>", b"\xff\xfe", b"\xef\xbb\xbf",
    b"/Kids [1 0 R]", b"/Parent 3 0 R", b"/Filter /LZWDecode", b"/Rotate 45", b"/MediaBox [0 0 1e9 1e9]", b"/Type /Pages", b"BT", b"ET",
    b"q", b"Q", b"re", b"Do", b"(x) Tj", b"0 0 0 0 0 0 cm", b"BI /W 99999 /H 99999 ID", b"\t\t\t", b"|", b"\x00", b"\r",
)  # fmt: skip
_NUMBER = re.compile(rb"\d+")
_OBJECT = re.compile(rb"(\d+) 0 obj\b(.*?)endobj", re.DOTALL)
_STREAM = re.compile(rb"^(.*?)stream\r?\n(.*?)\r?\n?endstream", re.DOTALL)
_REFERENCE = re.compile(rb"\d+ 0 R")
_ROOT = re.compile(rb"/Root\s+(\d+) 0 R")


def in_bytes(random: Random, data: bytes) -> bytes:
    """A few places overwritten, deleted, doubled, moved or filled with noise."""
    changed = bytearray(data)
    for _ in range(random.choice((1, 1, 2, 4, 16))):
        at = random.randrange(len(changed) + 1)
        length = random.choice((1, 1, 2, 4, 30, 500))
        way = random.randrange(6)
        if way == 0 and at < len(changed):
            changed[at] ^= 1 << random.randrange(8)
        elif way == 1:
            changed[at : at + length] = random.randbytes(length)
        elif way == 2:
            del changed[at : at + length]
        elif way == 3:
            changed[at:at] = changed[at : at + length] * random.choice((1, 2, 50))
        elif way == 4:
            other = random.randrange(len(changed) + 1)
            changed[at:at] = changed[other : other + length]
        else:
            changed[at : at + 4] = random.choice((b"\xff\xff\xff\xff", b"\0\0\0\0", b"\xff\xff\xff\x7f", b"\1\0\0\0"))
    return bytes(changed)


def in_words(random: Random, data: bytes) -> bytes:
    """Numbers exchanged for hostile ones, words of some format put in, blocks repeated."""
    for _ in range(random.choice((1, 2, 5))):
        at = random.randrange(len(data) + 1)
        if random.random() < 0.4 and (found := _NUMBER.search(data, at)):
            data = data[: found.start()] + random.choice(_NUMBERS) + data[found.end() :]
        elif random.random() < 0.8:
            data = data[:at] + random.choice(_WORDS) * random.choice((1, 1, 1, 3, 3000)) + data[at:]
        else:
            data = data[:at] + data[at : at + 300] * 100 + data[at:]
    return data


def cut(random: Random, data: bytes) -> bytes:
    return data[: random.randrange(len(data) + 1)]


def in_member(random: Random, data: bytes) -> bytes:
    """One or two members of a zip damaged, the zip itself whole."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        chosen = set(random.choices(names, [old.getinfo(name).file_size + 1 for name in names], k=2))
        for name in names:
            content = old.read(name)
            new.writestr(name, random.choice((in_words, in_bytes, cut))(random, content) if name in chosen else content)
    return buffer.getvalue()


def in_objects(random: Random, data: bytes) -> bytes:
    """A PDF written anew with one of its objects damaged: a reference turned, a number changed, or its stream."""
    objects = {int(found[1]): found[2] for found in _OBJECT.finditer(data)}
    root = _ROOT.search(data)
    if not objects or root is None:
        return in_bytes(random, data)
    for _ in range(random.choice((1, 1, 3))):
        number = random.choice(list(objects))
        objects[number] = _damaged_object(random, objects[number], list(objects))
    return rebuilt(objects, int(root[1]))


def _damaged_object(random: Random, body: bytes, numbers: list[int]) -> bytes:
    stream = _STREAM.search(body)
    if stream is not None and random.random() < 0.7:
        try:
            content = zlib.decompress(stream[2])
        except zlib.error:
            return in_bytes(random, body)
        packed = zlib.compress(random.choice((in_words, in_bytes, cut))(random, content), 1)
        head = re.sub(rb"/Length \d+", b"/Length %d" % len(packed), stream[1])
        return head + b"stream\n" + packed + b"\nendstream\n"
    if random.random() < 0.5 and (found := _REFERENCE.search(body)):
        return body[: found.start()] + b"%d 0 R" % random.choice(numbers) + body[found.end() :]
    return random.choice((in_words, in_words, in_bytes))(random, body)


def rebuilt(objects: dict[int, bytes], root: int) -> bytes:
    """A PDF of these objects with a true cross reference table."""
    out, places = bytearray(b"%PDF-1.7\n"), {}
    for number, body in sorted(objects.items()):
        places[number] = len(out)
        out += b"%d 0 obj" % number + body + b"endobj\n"
    start, size = len(out), max(objects) + 1
    out += b"xref\n0 %d\n" % size
    for number in range(size):
        out += b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 65535 f \n"
    return bytes(out) + b"trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, root, start)
