"""Characters of a page put together, whichever format placed them."""

from parsing.readers.printed_page import lines_as_seen
from parsing.readers.small_marks import Character


def _lines(*characters):
    return [line.text for line in lines_as_seen(characters, 1)]


def test_what_is_printed_twice_to_look_bold_is_read_once():
    assert _lines(*(Character("3", x, 50.0, 9.0) for x in (10.0, 10.3)), Character("0", 14.5, 50.0, 9.0)) == ["30"]


def test_the_same_digit_in_another_size_far_away_is_no_second_print():
    # Six tenths of the size at six tenths of the way from the corner.
    mark = Character("3", 60.0, 30.0, 5.4)
    assert _lines(Character("0", 55.5, 33.0, 9.0), mark, Character("3", 100.0, 50.0, 9.0)) == ["0³", "3"]
