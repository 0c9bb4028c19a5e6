"""Pages say one encoding and use another."""

from __future__ import annotations

import pytest

from parsing.readers.decode import decode

TEXT = '<meta charset="{}"><p>政府信息公开工作年度报告</p>'


@pytest.mark.parametrize(
    ("declared", "used"),
    [
        ("utf-8", "utf-8"),
        ("gb2312", "gb18030"),
        ("utf-8", "gb18030"),
        ("gb2312", "utf-8"),
        ("big5", "big5"),
        ("no-such", "gbk"),
    ],
)
def test_text_is_read_whatever_the_page_declares(declared: str, used: str) -> None:
    text = TEXT.format(declared) if used != "big5" else '<meta charset="big5"><p>政府</p>'
    assert decode(text.encode(used)) == text


def test_a_byte_order_mark_wins() -> None:
    assert decode("\ufeff政府".encode("utf-16-le")) == "政府"


def test_a_file_cut_inside_a_character_keeps_the_rest() -> None:
    assert decode("政府信息".encode()[:-1]).startswith("政府信")
