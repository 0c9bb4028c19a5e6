"""Shortcuts through a page say what the long way says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.answers.markup import _OPENING, HEADINGS, IMAGES, MEDIA, UNSEEN, Markup, read_markup

TELLING = sorted({"a", "title", "table", "input", *MEDIA, *IMAGES, *UNSEEN, *HEADINGS})
PIECES = st.sampled_from(
    [
        "年报",
        "㎡",
        "<p>",
        "</td>",
        "<",
        ">",
        "&nbsp;",
        "&CounterClockwiseContourIntegral;",
        "&am",
        " ",
        "e\u0301",
        "x" * 50,
        "<td ",
    ]
)


@pytest.mark.parametrize("tag", TELLING)
def test_every_tag_that_tells_something_is_looked_at(tag):
    assert _OPENING.search(f"<p><TD>text<{tag} id=1>")[2] == tag
    assert _OPENING.search(f"<p><br/>text</{tag.upper()}>")[2].lower() == tag


@pytest.mark.parametrize("tag", ["p", "td", "th", "tr", "tbody", "div", "span", "br", "li", "ul", "strong", "dd", "b"])
def test_no_other_tag_is(tag):
    assert _OPENING.search(f"<{tag}><{tag} id=1></{tag}>") is None


@given(st.lists(PIECES, max_size=12), st.integers(1, 400), st.integers(0, 600))
def test_a_text_exceeds_what_it_is_longer_than(pieces, times, length):
    raw = "".join(pieces) * times
    assert Markup(raw_text=raw).exceeds(length) == (len(Markup(raw_text=raw).text) > length)


def test_the_text_of_a_page_is_all_of_it():
    page = read_markup("<html><body><h1>标题</h1><p>一 二</p><a href=x>链接</a></body></html>")
    assert page.text == "标题一二"
    assert page.heading_length == 2
    assert page.first_lines == ["标题", "一二"]
