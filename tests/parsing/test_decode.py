"""Pages say one encoding and use another, and bytes get lost on the way."""

from __future__ import annotations

import pytest

from parsing.media import HTML, media_type
from parsing.media import TEXT as PLAIN
from parsing.readers.decode import charset_of, decode, unmarked_utf16

TEXT = '<meta charset="{}"><p>政府信息公开工作年度报告</p>'
PROSE = "某市人力资源和社会保障局主动公开政府信息12条，收到申请3件。"


@pytest.mark.parametrize(
    ("declared", "used"),
    [
        ("utf-8", "utf-8"),
        ("gb2312", "gb18030"),
        ("utf-8", "gb18030"),
        ("gb2312", "utf-8"),
        ("iso-8859-1", "gb18030"),
        ("utf-16", "gb18030"),
        ("big5", "big5"),
        ("no-such", "gbk"),
    ],
)
def test_text_is_read_whatever_the_page_declares(declared: str, used: str) -> None:
    text = TEXT.format(declared) if used != "big5" else '<meta charset="big5"><p>政府</p>'
    assert decode(text.encode(used)) == text


def test_a_byte_order_mark_wins() -> None:
    assert decode("\ufeff政府".encode("utf-16-le")) == "政府"


@pytest.mark.parametrize("used", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    "text", [f"<html><table><td>{PROSE}</td></table></html>", f"一、总体情况\n{PROSE}\n一、1\t2\n"]
)
def test_zeros_tell_utf_16_without_a_mark(used: str, text: str) -> None:
    assert decode(text.encode(used)) == text
    assert media_type(text.encode(used)) == (HTML if "<html>" in text else PLAIN)


@pytest.mark.parametrize(
    "data", [b"\x00\x01" * 99, b"\x00\x00a\x00" * 99, PROSE.encode() + b"\x00", b"\x03\x00\xd8\x11" * 99]
)
def test_zeros_alone_make_no_text(data: bytes) -> None:
    assert unmarked_utf16(data) is None


def test_a_file_cut_inside_a_character_keeps_the_rest() -> None:
    assert decode("政府信息".encode()[:-1]).startswith("政府信")


@pytest.mark.parametrize("declared", ["utf-8", "gb2312", "big5", ""])
@pytest.mark.parametrize("used", ["utf-8", "gb18030"])
@pytest.mark.parametrize("part", [b"\xe5", b"\xe5\x85", b"\x85", b"\xff", b"\x80"])
def test_one_damaged_character_does_not_decide_the_encoding(declared: str, used: str, part: bytes) -> None:
    head = f'<meta charset="{declared}">' if declared else ""
    page = f"{head}<p>公</p>".encode(used) + part + f"<td>12</td>{PROSE}".encode(used)
    assert charset_of(page) == used
    assert decode(page).endswith(f"<td>12</td>{PROSE}")


@pytest.mark.parametrize("used", ["utf-8", "gb18030"])
def test_every_tenth_character_may_be_damaged(used: str) -> None:
    pieces = [f"{PROSE[at : at + 10]}".encode(used) for at in range(0, len(PROSE), 10)]
    assert charset_of(b"\xff ".join(pieces)) == used


@pytest.mark.parametrize(
    ("packed", "used"),
    [
        ("年报".encode("gb18030"), "gb18030"),
        ("年报".encode("gb18030") + b"\xff", "gb18030"),
        ("年报".encode()[:-1], "utf-8"),
        ("政府信息".encode()[:-1], "utf-8"),
    ],
)
def test_a_short_text_is_read_with_the_fewest_losses(packed: bytes, used: str) -> None:
    assert charset_of(packed) == used


def test_what_is_lost_is_seen() -> None:
    assert decode(f"<td>1{PROSE}</td>".encode() + b"<td>1\xff2</td>").endswith("<td>1\ufffd2</td>")


def test_what_the_server_says_goes_before_what_the_page_says_of_itself() -> None:
    page = '<meta charset="gb2312"><p>政府</p>'.encode("big5")
    assert decode(page, "big5") == '<meta charset="gb2312"><p>政府</p>'


@pytest.mark.parametrize(
    ("packed", "sign"), [("a8bc", "ḿ"), ("fe59", "龴"), ("fe61", "龵"), ("a6d9", "︐"), ("fea0", "龻"), ("fe51", "𠂇")]
)
def test_gb_18030_is_read_by_the_edition_of_2022(packed: str, sign: str) -> None:
    assert decode("政府".encode("gb18030") + bytes.fromhex(packed)) == f"政府{sign}"
